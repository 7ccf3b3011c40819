"""Shapes of changes of places."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from hutong.places.schemas import PlaceRef
from hutong.workforce.schemas import PostRow

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Kind = Literal["rename", "move", "merge", "split"]


class PlaceWishIn(Schema):
    """name: the new name; into: the unit to merge into; parent: the unit above after a move; code: if the document says."""

    kind: Kind
    place: int
    in_force: date
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    into: int | None = None
    parent: int | None = None
    code: int | None = None


class PlaceChangeIn(PlaceWishIn):
    """ends: posts that end with the change."""

    document: Text
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    ends: list[uuid.UUID] = []


class PlaceChangeCounts(Schema):
    children: int = 0
    posts: int = 0
    duties: int = 0
    files: int = 0
    records: int = 0


class PlaceChangePreview(Schema):
    """What would happen. doubles: posts of which a village will have several; held_twice: those that end by themselves."""

    sentence: str
    code: int
    new_code: int
    path: list[PlaceRef]
    new_path: list[PlaceRef]
    units: int
    counts: PlaceChangeCounts
    posts: list[PostRow]
    doubles: list[uuid.UUID]
    held_twice: list[uuid.UUID]


class PlaceChangeOut(Schema):
    id: uuid.UUID
    kind: Kind
    kind_name: str
    code: int
    new_code: int
    name: str
    new_name: str
    in_force: date
    document: str
    reason: str
    done_at: datetime
    by_name: str
    counts: PlaceChangeCounts


class PlaceChangeRequest(Schema):
    """A change that the worker makes. done, total: kinds of records; total is 0 while it waits for writes under way."""

    id: uuid.UUID
    sentence: str
    status: Literal["waiting", "done", "failed"]
    status_label: str
    error: str
    by_name: str
    asked_at: datetime
    done: int
    total: int


class PlaceChanges(Schema):
    """items: at most 500, the newest first. asked: what is being made, or failed within a day."""

    items: list[PlaceChangeOut]
    total: int
    next: str | None
    asked: list[PlaceChangeRequest]
