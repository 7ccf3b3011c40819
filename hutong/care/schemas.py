"""Shapes of visits on the wire."""

import uuid
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.care.made.visit import VisitIn
from hutong.care.questions.schemas import AnswerIn, ToAsk


class VisitSent(VisitIn):
    """A visit with the answers that it brings to what was to be asked."""

    answers: list[AnswerIn] = Field([], max_length=10)


class VisitOut(VisitIn):
    visitor_name: str
    recorded_at: datetime


class VisitReason(Schema):
    """Why a visit is taken back."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class VisitsOut(Schema):
    """The visits of a child, the newest first. withdrawable: those that the caller may take back."""

    items: list[VisitOut]
    withdrawable: list[uuid.UUID]
    total: int
    next: str | None


class Option(Schema):
    value: str
    label: str


class VisitForm(Schema):
    """What a visit asks, in order, what is to be asked of this child, and what was answered last time."""

    modes: list[Option]
    seen: list[Option]
    checklist: list[Option]
    findings: list[Option]
    words_by: list[Option]
    risks: list[Option]
    to_ask: list[ToAsk]
    last: VisitOut | None
