"""Shapes of assignments after a division."""

import uuid
from datetime import date

from ninja import Schema
from pydantic import Field

from hutong.places.schemas import PlaceRef


class SplitPart(Schema):
    """directors: who is appointed there; none, and the page says where to appoint."""

    place: PlaceRef
    placed: int
    directors: list[str]


class SplitOut(Schema):
    """A divided village. parts: itself first, then the new one. left: children nobody has assigned yet."""

    id: uuid.UUID
    name: str
    on: date
    document: str
    left: int
    parts: list[SplitPart]
    may: bool


class Splits(Schema):
    items: list[SplitOut]


class SplitChild(Schema):
    """to: the part a child was assigned to, null while it is not."""

    id: uuid.UUID
    name: str
    sex: str
    age: int
    address: str
    carer: str
    to: PlaceRef | None


class SplitChildren(Schema):
    items: list[SplitChild]
    total: int
    next: str | None


class SplitPlaceIn(Schema):
    split: uuid.UUID
    children: list[uuid.UUID] = Field(min_length=1, max_length=100)
    to: int


class SplitUndoIn(Schema):
    split: uuid.UUID
    child: uuid.UUID
