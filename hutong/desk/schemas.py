"""Shapes of the screens that join domains: home, lists, search."""

import uuid
from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from hutong.accounts.lists import Limit, OfPlace
from hutong.desk.duty_schemas import Awaited, Day, NeedItem, Total, Untaken, Waiting
from hutong.desk.filters import ChildFilters, DutyFilters, VisitFilters
from hutong.places.schemas import Inner, PlaceRef


class SearchIn(Schema):
    """Words of the search box."""

    q: Annotated[str, Field(min_length=1, max_length=60)]


class ChildListIn(ChildFilters, OfPlace):
    """What the list of children is asked for beside words."""

    limit: Limit = 20


class ChildSearchIn(ChildListIn, SearchIn):
    """The same with words: a name, its pinyin or initials, a number."""


class DutyListIn(DutyFilters, OfPlace):
    """What the list of duties is asked for."""

    limit: Limit = 20


class VisitListIn(VisitFilters, OfPlace):
    """What the list of visits is asked for."""

    limit: Limit = 20


class TrendPoint(Schema):
    month: str
    done: int
    overdue: int


class LineAction(Schema):
    label: str
    to: str


class Line(Schema):
    clause: str
    text: str
    live: bool
    counts: list[str]
    due: int
    done: int
    overdue: int
    trend: list[TrendPoint]
    action: LineAction | None


class Cause(Schema):
    clause: str
    title: str
    overdue: int


class Below(Schema):
    place: PlaceRef
    children: int
    due: int
    done: int
    overdue: int
    without_director: int
    causes: list[Cause]


class PostFigures(Schema):
    villages: int
    without_director: int


class UrgentCounts(Schema):
    """Waiting: of phones that showed their secret, and of senders who are not known."""

    known: int
    unknown: int


class Home(Schema):
    """urgent, untaken: reports that wait (紧急上报), for those who answer them. annex_title: what the annex is called, where the
    page has a title of its own. old: late for more than thirty days."""

    place: PlaceRef
    path: list[PlaceRef]
    as_of: datetime
    annex: str
    title: str
    annex_title: str
    lines: list[Line]
    needs_me: list[NeedItem]
    waiting: Waiting
    awaited: Awaited
    old: int
    week: list[Day]
    untaken: list[Untaken]
    children: int
    posts: PostFigures
    urgent: UrgentCounts | None
    below: list[Below]


class Tag(Inner):
    key: str
    label: str
    since: date


class Guardian(Inner):
    name: str
    relation: str
    phone_masked: str


class ChildRow(Inner):
    id: uuid.UUID
    number: str
    name: str
    sex: str
    birth_date: date
    age: int
    place: PlaceRef
    township: str
    categories: list[Tag]
    risk: str | None
    directors: list[str]
    guardian: Guardian | None
    last_visit: date | None
    next_due: date | None
    overdue_days: int
    id_masked: str
    state: str


class ChildList(Schema):
    items: list[ChildRow]
    total: Total
    next: str | None
    as_of: datetime


class PersonHit(Schema):
    name: str
    post: str
    place: str


class PlaceSuggestion(Schema):
    code: int
    name: str
    level: int
    path: str


class SearchResults(Schema):
    children: list[ChildRow]
    places: list[PlaceSuggestion]
    people: list[PersonHit]


class VisitRow(Schema):
    """changed, problems: topics of the checklist. child: null where the file is not the caller's to open."""

    id: uuid.UUID
    on: date
    child: uuid.UUID | None
    name: str
    place: PlaceRef
    township: str
    mode: str
    seen: list[str]
    changed: list[str]
    problems: list[str]
    risk: str
    next_on: date | None
    visitor: str


class VisitList(Schema):
    items: list[VisitRow]
    total: Total
    next: str | None
