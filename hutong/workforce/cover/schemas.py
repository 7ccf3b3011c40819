"""Shapes of who stands in."""

import uuid
from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

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


class TurnEnd(Schema):
    on: date
