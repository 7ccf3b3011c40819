"""Shapes of key checks on the wire."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.places.schemas import PlaceRef


class ProblemIn(Schema):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    due: date


class KeyCheckIn(Schema):
    """`id` is made by the client, so that sending twice keeps one check."""

    id: uuid.UUID = Field(default_factory=new_id)
    on: date
    mode: Literal["home", "school", "phone", "elsewhere"]
    found: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    problems: Annotated[list[ProblemIn], Field(max_length=10)] = []


class FixedIn(Schema):
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CheckedChild(Schema):
    """checked_on: the last key check before, none if there was none."""

    id: uuid.UUID
    name: str
    age: int
    risk: str
    place: PlaceRef
    checked_on: date | None


class CheckFigures(Schema):
    """wanted, seen: children of this month; found, fixed, late: problems found this year."""

    wanted: int
    seen: int
    found: int
    fixed: int
    late: int


class CheckProblemOut(Schema):
    id: uuid.UUID
    child: CheckedChild
    found_on: date
    text: str
    due: date
    late: bool
    fixed_on: date | None
    fixed_note: str
    fixed_name: str


class KeyCheckOut(Schema):
    id: uuid.UUID
    child: CheckedChild
    on: date
    mode_name: str
    found: str
    checker_name: str


class KeyChecks(Schema):
    """suggested: the ten to see next."""

    figures: CheckFigures
    suggested: list[CheckedChild]


class CheckProblems(Schema):
    """Open ones first."""

    items: list[CheckProblemOut]
    total: int
    next: str | None


class DoneChecks(Schema):
    """The newest first."""

    items: list[KeyCheckOut]
    total: int
    next: str | None
