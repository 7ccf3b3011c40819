"""Shapes of the child's file on the wire."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from hutong.accounts.models import new_id
from hutong.children.models.choices import CategoryKey, ExitReason, SealedKind
from hutong.places.schemas import PlaceRef

Text = Field(default="", max_length=200)


class SharedOut(Schema):
    """Under which share the reader sees a file: only these parts, until then."""

    kind: str
    kind_label: str
    purpose: str
    parts: list[str]
    part_labels: list[str]
    until: datetime


class CategoryOut(Schema):
    id: uuid.UUID
    key: str
    label: str
    since: date
    until: date | None
    basis: str
    evidence: str
    decided_by: str


class GroupOut(Schema):
    key: str
    title: str
    form: dict[str, Any] = Field(description="a small subset of JSON Schema, drawn by the apps")
    values: dict[str, Any]


class DirectorOut(Schema):
    name: str
    phone: str


class CarerOut(Schema):
    name: str
    relation: str
    phone_masked: str


class ExitOut(Schema):
    reason: str
    on: date
    note: str


class ChildFile(Schema):
    id: uuid.UUID
    rev: int
    number: str
    name: str
    sex: str
    birth_date: date
    age: int
    place: PlaceRef
    path: str
    state: str
    exit: ExitOut | None
    risk: str | None
    registered_on: date
    confirmed_on: date
    categories: list[CategoryOut]
    directors: list[DirectorOut]
    carer: CarerOut | None
    address_kept_from: list[str] = Field(description="地址保密: against whom, today")
    groups: list[GroupOut]
    share: SharedOut | None = None


class NewChildForm(Schema):
    groups: list[GroupOut]


class NewChildIn(Schema):
    """A new file: its id (made by the client, so that sending twice opens one), the village, the groups as in ChildFile, and categories recognised from the start."""

    id: uuid.UUID = Field(default_factory=new_id)
    place: int
    groups: dict[str, dict[str, Any]]
    categories: list[CategoryKey] = []


class ChangesIn(Schema):
    """rev and base: the file the editor saw; changes: what the editor made of it."""

    rev: int
    base: dict[str, dict[str, Any]] = {}
    changes: dict[str, dict[str, Any]]


class UnmaskIn(Schema):
    group: str
    field: str
    purpose: str = Field(min_length=2, max_length=200)


class Unmasked(Schema):
    value: str


class CategoryIn(Schema):
    """basis, decided_by: needed. sure: it holds though the file says something against it."""

    key: CategoryKey
    since: date
    basis: str = Text
    evidence: str = Text
    decided_by: str = Field(default="", max_length=100)
    sure: bool = False


class EndIn(Schema):
    on: date
    reason: str = Field(min_length=2, max_length=200)


class ExitIn(Schema):
    reason: ExitReason
    on: date
    note: str = Text
    last_payment_month: date | None = None


class NoteIn(Schema):
    note: str = Field(min_length=2, max_length=200)


class ChangeOut(Schema):
    label: str
    old: str | None
    new: str | None


EventKind = Literal["visit", "change", "category", "move", "created", "exit"]


class EventOut(Schema):
    id: str
    at: datetime
    kind: str
    title: str
    by: str
    detail: str
    changes: list[ChangeOut]


class TimelineOut(Schema):
    items: list[EventOut]
    total: int
    next: str | None


class SealedIn(Schema):
    kind: SealedKind
    detail: str = Field(default="", max_length=1000)
    since: date | None = None


class SealedOut(Schema):
    id: uuid.UUID
    kind: str
    label: str
    detail: str
    since: date | None


class SealedList(Schema):
    """kinds: what may be chosen, for the form."""

    items: list[SealedOut]
    kinds: dict[str, str]
