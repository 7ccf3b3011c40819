"""Shapes of who looked."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.lists import Limit, OfPlace
from hutong.desk.duty_schemas import Total

Text = Annotated[str, Field(max_length=60)]


class LooksIn(OfPlace):
    """Which looks the auditor asks for; empty means any."""

    kind: Literal["", "open", "shared", "break_glass", "unmask", "elsewhere", "print", "export", "kept_out"] = ""
    since: date | None = None
    until: date | None = None
    unusual: bool = False
    decided: bool = False
    limit: Limit = 50


class LooksSearchIn(LooksIn):
    """The same with whose looks, and of which file."""

    person: Text = ""
    number: Text = ""


class LookOut(Schema):
    """One look. unit: the place or organisation of the post in which the person looked."""

    id: uuid.UUID
    at: datetime
    person: str
    staff_number: str
    role: str
    unit: str
    kind: str
    kind_label: str
    purpose: str


class Reason(Schema):
    key: str
    text: str


class ReviewOut(Schema):
    outcome: str
    outcome_label: str
    note: str
    by: str
    at: datetime


class AuditedLook(LookOut):
    """number: the file's, not the child's name. reasons: why the look is unusual, as far as it is."""

    number: str
    place: str
    reasons: list[Reason]
    review: ReviewOut | None


class ChildLooks(Schema):
    items: list[LookOut]
    total: int
    next: str | None


class Looks(Schema):
    items: list[AuditedLook]
    total: Total
    next: str | None


class ReviewIn(Schema):
    outcome: Literal["explained", "followed"]
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
