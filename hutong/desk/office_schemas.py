"""Shapes of what stands beside the annexes: homes without one, trends, what figures count, figures of sealed matters."""

from datetime import date, datetime

from ninja import Schema

from hutong.desk.duty_schemas import DutyItem


class OfficeLine(Schema):
    """to: the list behind the figure; empty where the figure is all there is."""

    key: str
    title: str
    count: int
    to: str
    note: str
    alarm: bool


class Owed(Schema):
    """What an organisation owes under its own sentence: counts, and what is late or due next. source: where the sentence stands."""

    clause: str
    source: str
    text: str
    due: int
    done: int
    overdue: int
    items: list[DutyItem]


class OfficeHome(Schema):
    as_of: datetime
    role: str
    owed: Owed | None
    lines: list[OfficeLine]


class TrendOfCategory(Schema):
    key: str
    label: str
    values: list[int]


class FreshnessBand(Schema):
    label: str
    count: int


class Trends(Schema):
    """categories: children at the end of each of `months`; freshness: children by time since the file was confirmed."""

    as_of: datetime
    months: list[str]
    categories: list[TrendOfCategory]
    freshness: list[FreshnessBand]


class DefinedState(Schema):
    label: str
    words: str


class DefinedRow(Schema):
    who: str
    when: str
    limit: str
    mark: str
    source: str
    since: date


class DefinedRule(Schema):
    title: str
    clause: str
    why: str
    rows: list[DefinedRow]


class Definition(Schema):
    """What the figures of a clause count, by which rules, on what ground."""

    clause: str
    text: str
    source: str
    states: list[DefinedState]
    sum: str
    rules: list[DefinedRule]
    as_of: datetime


class SealedFigure(Schema):
    """count: rounded; null where it is small."""

    label: str
    count: int | None


class SealedFigures(Schema):
    """as_of: the month's end at which they were fixed."""

    as_of: date | None
    items: list[SealedFigure]
