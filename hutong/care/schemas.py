"""Shapes of visits on the wire."""

from datetime import datetime

from ninja import Schema

from hutong.care.made.visit import VisitIn


class VisitOut(VisitIn):
    visitor_name: str
    recorded_at: datetime


class VisitsOut(Schema):
    """The visits of a child, the newest first."""

    items: list[VisitOut]
    total: int
    next: str | None


class Option(Schema):
    value: str
    label: str


class VisitForm(Schema):
    """What a visit asks, in order, and what was answered last time."""

    modes: list[Option]
    seen: list[Option]
    checklist: list[Option]
    findings: list[Option]
    words_by: list[Option]
    risks: list[Option]
    last: VisitOut | None
