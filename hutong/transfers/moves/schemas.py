"""Shapes of moves on the wire."""

import uuid
from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from hutong.places.schemas import PlaceRef

Reason = Field(min_length=2, max_length=200)


class AskIn(Schema):
    """to: a village, or a township elsewhere whose supervisor names the village. hukou: a floating child whose origin goes
    on reading the file."""

    to: int
    reason: str = Reason
    hukou: bool = False


class AcceptIn(Schema):
    to: int | None = None
    hukou: bool | None = None


class MoveReason(Schema):
    reason: str = Reason


class WithdrawIn(Schema):
    reason: str = Field(default="", max_length=200)


class MovingChild(Schema):
    """What the other end may know while it decides; id only where the file lies in the reader's jurisdiction."""

    id: uuid.UUID | None
    name: str
    sex: str = ""
    birth_date: date | None = None
    age: int | None = None


class End(Schema):
    """One end: the unit and the way to it, or null where the asking end may not know it yet."""

    place: PlaceRef
    path: str
    directors: list[str]


class MoveOut(Schema):
    id: uuid.UUID
    kind: str
    kind_label: str
    status: str
    status_label: str
    direction: Literal["in", "out", "within"]
    child: MovingChild
    claimed_name: str | None = Field(description="of a claim: the name that the asking end typed")
    origin: End | None
    to: End
    reason: str
    hukou: bool
    asked_by: str
    asked_on: date
    days: int = Field(description="days it has waited, or that it took")
    decided_by: str
    decided_on: date | None
    answer: str
    may: list[Literal["accept", "refuse", "withdraw"]]


class MoveList(Schema):
    """waiting: how many wait for an answer of this jurisdiction."""

    items: list[MoveOut]
    total: int
    next: str | None
    waiting: int
