"""Shapes of the lists of shares."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema

from hutong.accounts.lists import Limit, Page
from hutong.desk.duty_schemas import Total


class SharedIn(Page):
    """Which shares are asked for; empty means any."""

    kind: Literal["", "hukou", "move", "break_glass", "referral", "service"] = ""
    limit: Limit = 20


class SharedChild(Schema):
    """A child elsewhere that a live share opens. where: its county."""

    id: uuid.UUID
    child: uuid.UUID
    name: str
    sex: str
    birth_date: date
    age: int
    where: str
    kind: str
    kind_label: str
    organisation: str
    purpose: str
    part_labels: list[str]
    given_at: datetime
    until: datetime


class SharedChildren(Schema):
    items: list[SharedChild]
    total: Total
    next: str | None


class BrokenGlassRow(Schema):
    """Somebody from elsewhere opened a child of this county. child and name: for those who may read the child.
    numbers: with full numbers, asked for by themselves."""

    id: uuid.UUID
    child: uuid.UUID | None
    name: str
    number: str
    by: str
    organisation: str
    purpose: str
    numbers: bool
    at: datetime
    until: datetime
    seen_at: datetime | None
    seen_by: str


class BrokenGlasses(Schema):
    items: list[BrokenGlassRow]
    total: Total
    next: str | None
    open: int
