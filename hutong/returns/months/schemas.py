"""Shapes of closed months."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema

from hutong.accounts.lists import OfPlace
from hutong.places.schemas import PlaceRef

Kind = Literal["", "came", "left", "changed"]


class CompareIn(OfPlace):
    """Which two closed months are compared ("2026-11"), and what of the difference is listed; empty means all of it."""

    first: str
    last: str
    kind: Kind = ""


class ClosedMonth(Schema):
    month: str
    closed_at: datetime


class ClosedMonths(Schema):
    """closing: the month that runs, and when it will be closed. exceptions: what is still to be cleared before."""

    place: PlaceRef
    months: list[ClosedMonth]
    closing: str
    closes_on: date
    exceptions: int


class MonthTotal(Schema):
    """away: of the total, children of villages that are another unit's by now."""

    month: str
    total: int
    away: int


class MonthCount(Schema):
    key: str
    count: int


class MonthReason(Schema):
    kind: str
    text: str
    count: int


class FieldChange(Schema):
    label: str
    old: str | None
    new: str | None


class MonthChange(Schema):
    """open: whether the file can be opened by the caller today."""

    child: uuid.UUID
    kind: str
    name: str
    sex: str
    birth_date: date
    age: int
    place: PlaceRef
    reason: str
    changes: list[FieldChange]
    open: bool


class Comparison(Schema):
    place: PlaceRef
    totals: list[MonthTotal]
    kinds: list[MonthCount]
    reasons: list[MonthReason]
    items: list[MonthChange]
    total: int
    next: str | None
