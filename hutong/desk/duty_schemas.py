"""Shapes of duties on the screens, and of what waits."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema

from hutong.places.schemas import PlaceRef


class Total(Schema):
    """Exact to 10,000; beyond that the list says "10,000+"."""

    count: int
    capped: bool


class DutyChild(Schema):
    id: uuid.UUID
    name: str
    sex: str
    birth_date: date
    age: int


class DutyItem(Schema):
    """mine: the caller owes it. below: it is owed below the caller, who may urge whoever owes it."""

    id: uuid.UUID
    clause: str
    rule: str
    title: str
    why: str
    child: DutyChild | None
    place: PlaceRef
    township: str
    owners: list[str]
    where: str
    waivable: bool
    owed_since: date
    due: date
    due_at: datetime | None
    done_on: date | None
    state: str
    days: int
    mine: bool
    below: bool


class DutyChoice(Schema):
    key: str
    title: str


class PostChoice(Schema):
    id: uuid.UUID
    name: str
    place: str


class DutyChoices(Schema):
    """What the list of duties can be filtered by: kinds, and posts at and directly below the own level."""

    rules: list[DutyChoice]
    posts: list[PostChoice]


class DutyList(Schema):
    items: list[DutyItem]
    total: Total
    next: str | None


class NeedItem(DutyItem):
    """group: late or by the minute; due today; due within a week."""

    group: Literal["now", "today", "week"]


class Waiting(Schema):
    """How many rounds stand in each group; a hundred of a kind and more are told as they are counted, up to it."""

    now: int
    today: int
    week: int


class AwaitedItem(Schema):
    """whom: who has to answer. to: the page on which it stands."""

    kind: Literal["waiver", "task", "move"]
    title: str
    whom: str
    since: date
    due: date | None
    to: str


class Awaited(Schema):
    """What was asked of others and is not answered: the oldest, and how many there are."""

    count: int
    items: list[AwaitedItem]


class Day(Schema):
    """One day of the week ahead: rounds that fall due, visits apart."""

    on: date
    visits: int
    others: int


class Untaken(Schema):
    """An urgent report that nobody took up."""

    id: uuid.UUID
    received_at: datetime
    place: str
    known: bool


class WaitsAt(Schema):
    """to: a page of the menu."""

    to: str
    count: int


class Waits(Schema):
    """What waits for whoever asks, for the menu."""

    total: int
    items: list[WaitsAt]


class ClauseText(Schema):
    clause: str
    where: str
    text: str


class MoveWaits(Schema):
    """text: what kind of move it is; from where to where stands on the page of moves."""

    id: uuid.UUID
    text: str
    since: date


class OwedOfChild(Schema):
    """Of one child: open duties, moves that wait for an answer, what the last visit promised and found wrong, the next visit."""

    duties: list[DutyItem]
    moves: list[MoveWaits]
    promised: str
    promised_at: date | None
    problems: list[str]
    last_visit: date | None
    next_visit: date | None
