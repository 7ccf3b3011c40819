"""Shapes of a ledger being taken in."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema

from hutong.places.schemas import PlaceRef


class LedgerRowsIn(Schema):
    """Which rows of a ledger are asked for; empty means any. flagged: only those with a problem or warning."""

    outcome: str = ""
    flagged: bool = False
    after: int = -1


class Created(Schema):
    id: uuid.UUID


class Progress(Schema):
    done: int
    total: int


class Totals(Schema):
    new: int
    changed: int
    unchanged: int
    duplicate: int
    refused: int
    doubts: int = 0


class TakenColumn(Schema):
    column: str
    header: str
    field: str | None


class Remembered(Schema):
    """Who said what the columns of this layout are, in an earlier ledger of this office."""

    by: str
    on: date


class Understood(Schema):
    """What was read from a title, a sheet's name or a section line; corrected like a column, under `key`."""

    what: Literal["categories", "township", "left", "passed_over", "hint"]
    key: str
    value: str | None
    text: str
    row: int | None


class TakenSheet(Schema):
    """A table; `key` says in a correction which one is meant."""

    name: str | None
    key: str
    header_rows: list[int]
    columns: list[TakenColumn]
    understood: list[Understood]
    remembered: Remembered | None


class LedgerField(Schema):
    key: str
    label: str


class LedgerBrief(Schema):
    id: uuid.UUID
    file_name: str
    place: PlaceRef
    status: str
    status_label: str
    totals: Totals
    created_at: datetime
    by: str


class Ledgers(Schema):
    items: list[LedgerBrief]
    total: int
    next: str | None


class LedgerUndone(Schema):
    """What taking an import back did."""

    removed: int
    restored: int
    kept: int


class LedgerOut(LedgerBrief):
    progress: Progress
    error: str
    sheets: list[TakenSheet]
    problems_state: str
    undone: LedgerUndone | None
    fields: list[LedgerField]
    categories: list[LedgerField]
    townships: list[str]


class RowChild(Schema):
    name: str
    sex: str
    birth_date: str
    id_masked: str
    village: str


class RowProblem(Schema):
    field: str
    label: str
    code: str
    severity: str
    message: str


class RowChange(Schema):
    field: str
    label: str
    old: str | None
    new: str | None


class RowOut(Schema):
    sheet: str | None
    row: int
    outcome: str
    child: RowChild | None
    child_id: uuid.UUID | None
    problems: list[RowProblem]
    changes: list[RowChange]
    doubts: list[str]


class RowList(Schema):
    items: list[RowOut]
    total: int
    next: int | None


class ColumnsIn(Schema):
    """Corrections of one table: {column letter: field or null}, and what else was understood: {its key: value or null}.
    sheet: TakenSheet.key."""

    sheet: str | None
    columns: dict[str, str | None]


class SheetIn(Schema):
    sheet: str | None


class LedgerUndoIn(Schema):
    """rest: leave alone the files on which something was built since."""

    rest: bool = False


class LedgerBuilt(Schema):
    child: uuid.UUID
    name: str
    what: str


class LedgerUndo(Schema):
    """Whether an import can be taken back (refusal empty), until when, and what stays because something stands on it."""

    refusal: str
    until: date | None
    opened: int
    changed: int
    items: list[LedgerBuilt]
    total: int
    next: str | None
