"""Shapes of samples."""

import uuid
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from hutong.children.refs import ChildRef
from hutong.places.schemas import PlaceRef


class DrawIn(Schema):
    place: int


class SampleRow(Schema):
    """at_most: per cent of all that are wrong at most, with this confidence; none before all that were drawn were looked at."""

    id: uuid.UUID
    place: PlaceRef
    seed: str
    population: int
    confidence: int
    drawn_on: date
    drawn_name: str
    size: int
    looked: int
    wrong: int
    at_most: float | None


class Samples(Schema):
    items: list[SampleRow]
    total: int
    next: str | None


class ItemRow(Schema):
    """right: none before somebody looked."""

    id: uuid.UUID
    child: ChildRef
    position: int
    right: bool | None
    note: str
    looked_on: date | None
    looked_name: str


class Items(Schema):
    items: list[ItemRow]
    total: int
    next: str | None


class LookIn(Schema):
    right: bool
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
