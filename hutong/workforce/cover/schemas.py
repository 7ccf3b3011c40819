"""Shapes of who stands in."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.places.schemas import PlaceRef


class TurnPerson(Schema):
    name: str
    role_name: str
    phone: str | None


class TurnRow(Schema):
    """until: the first day on which it no longer holds. gap: nobody stands there on its first day that is not past."""

    id: uuid.UUID
    place: PlaceRef
    away: TurnPerson | None
    by: TurnPerson | None
    since: date
    until: date
    why: str
    gap: bool


class Turns(Schema):
    """Who stands in now and later, the earliest first."""

    items: list[TurnRow]
    total: int
    next: str | None


class CoverIn(Schema):
    """by: the post of whoever stands in; none while nobody is found."""

    id: uuid.UUID = Field(default_factory=new_id)
    by: uuid.UUID | None = None
    since: date
    until: date
    why: Literal["leave", "training", "other"]


class NightSeat(Schema):
    """turn: what names somebody there, none where nobody is named. gap: nobody stands there, whoever was named."""

    seat: Literal["night_first", "night_second"]
    turn: uuid.UUID | None
    name: str
    voice: str
    gap: bool


class Night(Schema):
    """on: the day on which the night begins."""

    on: date
    seats: list[NightSeat]


class Nights(Schema):
    """The nights of one unit from today."""

    place: PlaceRef
    nights: list[Night]


class WatchIn(Schema):
    """by: the post of whoever stands there. voice: the number at which that person is heard."""

    seat: Literal["night_first", "night_second"]
    by: uuid.UUID
    voice: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=30)]


class NightsIn(Schema):
    """since, last: the first and the last night, each called by the day on which it begins."""

    place: int
    since: date
    last: date
    watches: Annotated[list[WatchIn], Field(min_length=1, max_length=2)]


class TurnEnd(Schema):
    on: date
