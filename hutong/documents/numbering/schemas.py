"""Shapes of the register on the wire."""

import uuid
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.lists import Limit, OfPlace
from hutong.places.schemas import PlaceRef

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=20)]


class SeriesOut(Schema):
    """own: whether the caller issues under it. next: the number that the next paper of this year gets."""

    id: uuid.UUID
    place: PlaceRef
    code: str
    own: bool
    next_number: int


class SeriesList(Schema):
    items: list[SeriesOut]
    total: int
    next: str | None


class SeriesIn(Schema):
    place: int
    code: Code


class NumbersIn(OfPlace):
    """Which numbers are asked for; without a series those of all, without a year those of every year."""

    series: uuid.UUID | None = None
    year: Annotated[int, Field(ge=2000, le=2200)] | None = None
    limit: Limit = 50


class NumberOut(Schema):
    """One line of the register. What its paper is and to whom it went is told to those who see the paper: title is empty else."""

    id: uuid.UUID
    text: str
    unit: PlaceRef
    at: datetime
    by: str
    explained: str
    title: str = ""
    recipient: str = ""
    code: str = Field(default="", description="by which the paper is checked and its copy asked for")
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    delivered: str = Field(default="", description="how and when, empty as long as it waits")


class NumberList(Schema):
    items: list[NumberOut]
    total: int
    next: str | None


class NumbersUsedIn(Schema):
    upto: Annotated[int, Field(ge=1, le=99999)]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=200)]


class Explained(Schema):
    count: int
