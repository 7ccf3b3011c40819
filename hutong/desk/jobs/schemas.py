"""Shapes of the administrator's list of jobs."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints


class JobOut(Schema):
    """A job that failed, or will be tried again at `again_at`. runs: how often it was begun."""

    id: int
    title: str
    unit: str
    by: str
    since: datetime | None
    last: datetime | None
    runs: int
    why: str
    failed: bool
    again_at: datetime | None


class Jobs(Schema):
    items: list[JobOut]
    total: int
    next: str | None


class GiveUpIn(Schema):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
