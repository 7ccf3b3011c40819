"""Shapes of the exchange with the national system."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema

from hutong.places.schemas import PlaceRef


class PlaceIn(Schema):
    place: int


class ExchangeCount(Schema):
    kind: str
    what: str
    outcome: str
    count: int


class UnreadRow(Schema):
    row: int
    why: str


class ExchangeOut(Schema):
    """A batch or a roster. counts: rows by kind, what and outcome; reading: a file of it is being read.

    deleted_digest: hex; the proof of what a roster said (ledgers/lists.py)."""

    id: uuid.UUID
    place: PlaceRef
    kind: str
    kind_label: str
    number: str
    status: str
    status_label: str
    by: str
    created_at: datetime
    counts: list[ExchangeCount]
    left_out: int
    unread: list[UnreadRow]
    upload_name: str
    reading: bool
    has_file: bool
    error: str
    kept_until: date | None
    deleted_at: datetime | None
    deleted_rows: int
    deleted_digest: str
    tasked_on: date | None


class Pending(Schema):
    """What the journal tells of since the last batch: children and posts about whom something was written."""

    since: datetime | None
    children: int
    staff: int


class ExchangeHome(Schema):
    """able: whether this unit may exchange; held: how many children and posts the national system holds."""

    place: PlaceRef
    able: bool
    template: str
    pending: Pending
    held_children: int
    held_staff: int
    owed_refused: int
    items: list[ExchangeOut]
    total: int
    next: str | None


class ExchangeChange(Schema):
    label: str
    old: str | None
    new: str | None


class ExchangeRowOut(Schema):
    position: int
    kind: str
    what: str
    what_label: str
    outcome: str
    outcome_label: str
    child: uuid.UUID | None
    name: str
    number: str
    place: PlaceRef
    reason: str
    changed: str
    answer: str
    changes: list[ExchangeChange]
    todo: str


class ExchangeRows(Schema):
    items: list[ExchangeRowOut]
    total: int
    next: str | None


What = Literal["", "new", "changed", "left", "same", "differs", "theirs", "ours", "elsewhere", "unread"]
Outcome = Literal["", "waiting", "accepted", "refused", "unanswered", "found", "known", "absent"]


class RowsIn(Schema):
    """Which rows of a batch or roster are asked for; empty means any."""

    what: What = ""
    outcome: Outcome = ""
    after: str = "0"
