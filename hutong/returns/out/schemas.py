"""Shapes of ledgers out."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from hutong.accounts.lists import OfPlace
from hutong.places.schemas import PlaceRef

Word = Annotated[str, Field(max_length=60)]


class ExceptionFilters(Schema):
    """Of the list of ledger exceptions; empty means any rule."""

    rule: str = Field(default="", max_length=40)
    explained: bool = False


class ExceptionsIn(ExceptionFilters, OfPlace):
    """What the list of ledger exceptions is asked for."""


class BalanceIn(OfPlace):
    """month: of a ledger that is closed; else the register as it stands."""

    layout: str = "county-summary"
    month: str = ""


class BehindIn(BalanceIn):
    """group: the key of an equation."""

    group: str


class ExportIn(Schema):
    """filters, columns: as on the screen; full: numbers in full, for which a purpose is needed."""

    what: Word
    place: int
    filters: dict[str, Any] = {}
    columns: Annotated[list[Word], Field(max_length=60)] = []
    full: bool = False
    purpose: Annotated[str, Field(max_length=120)] = ""


class ExportOut(Schema):
    id: uuid.UUID
    what: str
    title: str
    place: PlaceRef
    status: str
    status_label: str
    done: int
    total: int | None
    full: bool
    purpose: str
    error: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    ready: bool


class LayoutOut(Schema):
    key: str
    name: str
    kind: str
    source: str
    columns: int


class ExportChoices(Schema):
    """What a unit may take out, and what was taken out lately by the caller."""

    layouts: list[LayoutOut]
    items: list[ExportOut]
    total: int
    next: str | None
    may_uncover: bool


class EquationPart(Schema):
    label: str
    values: list[str]
    count: int
    boys: int | None
    girls: int | None


class Equation(Schema):
    key: str
    title: str
    parts: list[EquationPart]
    sum: int
    difference: int
    balanced: bool
    missing: int


class Behind(Schema):
    id: uuid.UUID
    name: str
    place: PlaceRef
    why: str


class BehindBalance(Schema):
    """Children who stand in no part of a group."""

    items: list[Behind]
    total: int
    next: str | None


class Balance(Schema):
    """The equations of one summary. month: of a ledger that is closed,
    null for the register as it stands."""

    layout: str
    name: str
    month: str | None
    place: PlaceRef
    total: int
    equations: list[Equation]
    as_of: datetime


class ExceptionChoice(Schema):
    """A value that may be filled in for all children of the kind."""

    key: str
    label: str


class ExceptionRule(Schema):
    key: str
    title: str
    count: int
    choices: list[ExceptionChoice]


class ExceptionRow(Schema):
    child: uuid.UUID
    name: str
    age: int
    place: PlaceRef
    township: str
    rule: str
    title: str
    sentence: str
    fix: str
    to: str
    explained: str
    until: date | None


class Exceptions(Schema):
    rules: list[ExceptionRule]
    items: list[ExceptionRow]
    total: int
    next: str | None
    explained: int
    as_of: datetime


class ExplainIn(Schema):
    rule: Word
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    until: date


class OfAll(Schema):
    """One decision for every open exception of a kind. count: how many the person saw; place: else the whole jurisdiction."""

    rule: Word
    count: int = Field(ge=1, le=10_000)
    place: int | None = None


class ExplainAllIn(OfAll):
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    until: date


class FillAllIn(OfAll):
    value: Word


class Cleared(Schema):
    done: int
