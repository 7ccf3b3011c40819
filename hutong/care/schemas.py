"""Shapes of visits on the wire."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from hutong.accounts.models import new_id

FindingValue = Literal["normal", "changed", "problem"]
Note = Annotated[str, Field(max_length=500)]


class VisitIn(Schema):
    """A visit as told; `id` is made by the client, so that sending twice keeps one."""

    id: uuid.UUID = Field(default_factory=new_id)
    on: date
    mode: Literal["home", "school", "phone", "elsewhere"]
    place_text: str = Field(default="", max_length=100)
    seen: list[str] = []
    spoke_alone: bool | None = None
    words: str = Field(default="", max_length=2000)
    words_by: Literal["", "speech", "drawing", "sign", "interpreter"] = ""
    no_change: bool = False
    findings: dict[str, FindingValue] = {}
    notes: dict[str, Note] = {}
    risk: Literal["", "high", "medium", "low"] = ""
    risk_reasons: str = Field(default="", max_length=500)
    next_steps: str = Field(default="", max_length=500)
    next_on: date | None = None


class VisitOut(VisitIn):
    visitor_name: str
    recorded_at: datetime


class VisitsOut(Schema):
    """The visits of a child, the newest first."""

    items: list[VisitOut]
    total: int
    next: str | None


class Option(Schema):
    value: str
    label: str


class VisitForm(Schema):
    """What a visit asks, in order, and what was answered last time."""

    modes: list[Option]
    seen: list[Option]
    checklist: list[Option]
    findings: list[Option]
    words_by: list[Option]
    risks: list[Option]
    last: VisitOut | None
