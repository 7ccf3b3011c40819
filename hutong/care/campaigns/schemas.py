"""Shapes of campaigns on the wire."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.lists import Page
from hutong.accounts.models import new_id
from hutong.children.models.choices import CategoryKey
from hutong.places.schemas import PlaceRef

Text = StringConstraints(strip_whitespace=True, min_length=1, max_length=300)


class CampaignsIn(Page):
    unit: int | None = None


class CampaignChildrenIn(Schema):
    """Which children of a campaign are asked for: those still to be checked, checked, or waived."""

    unit: int | None = None
    state: Literal["left", "checked", "waived"] = "left"
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class CampaignIn(Schema):
    """units: codes of townships or villages, the whole place when empty; categories: every child when empty."""

    id: uuid.UUID = Field(default_factory=new_id)
    place: int
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    starts: date
    ends: date
    units: Annotated[list[int], Field(max_length=500)] = []
    categories: Annotated[list[CategoryKey], Field(max_length=30)] = []
    new_found: bool = True
    items: Annotated[list[Annotated[str, Field(max_length=30)]], Field(max_length=30)]


class CampaignPreview(Schema):
    """Who gets what: villages and townships with a task, children to be checked as the register stands today."""

    villages: int
    townships: int
    children: int


class CampaignChangeIn(Schema):
    """Of a campaign that has not begun. Whom it concerns is not changed: for that it is cancelled and planned anew."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    starts: date
    ends: date
    new_found: bool = True
    items: Annotated[list[Annotated[str, Field(max_length=30)]], Field(max_length=30)]


class SurveyItem(Schema):
    """seen: the item of a visit that verifies it, '' where only the file does."""

    key: str
    label: str
    what: str
    seen: str
    usual: bool = False


class CampaignChoices(Schema):
    items: list[SurveyItem]


class CampaignFigures(Schema):
    """fresh, gone: files opened and closed while it runs; complete: children of whom nothing is missing or contradicts."""

    children: int
    checked: int
    waived: int
    todo: int
    overdue: int
    fresh: int
    gone: int
    exceptions: int
    complete: int
    villages: int
    reported: int


class CampaignRow(Schema):
    id: uuid.UUID
    place: PlaceRef
    name: str
    basis: str
    where: str
    categories: list[str]
    new_found: bool
    starts: date
    ends: date
    state: Literal["planned", "running", "late", "closed"]
    figures: CampaignFigures


class Campaigns(Schema):
    """The open ones first; at most 50."""

    items: list[CampaignRow]
    total: int
    next: str | None


class CampaignVillageOut(Schema):
    id: uuid.UUID
    note: str
    reported_name: str
    reported_on: date | None


class CampaignUnit(Schema):
    """village: what it reported, where the unit is a village."""

    place: PlaceRef
    figures: CampaignFigures
    village: CampaignVillageOut | None


class CampaignOut(CampaignRow):
    text: str
    items: list[SurveyItem]
    opened_name: str
    opened_on: date
    summary: str
    closed_name: str
    closed_on: date | None
    units: list[CampaignUnit]
    may_change: bool
    may_close: bool
    may_report: bool


class CampaignChild(Schema):
    """on, by_file: when it was checked, and whether in the file or by visits; todo: what no visit has verified yet."""

    id: uuid.UUID
    name: str
    age: int
    place: PlaceRef
    on: date | None
    by_file: bool
    todo: list[str]


class CampaignChildren(Schema):
    items: list[CampaignChild]
    total: int
    next: int | None
    as_of: datetime


class CampaignReportIn(Schema):
    note: Annotated[str, Text]


class CampaignCloseIn(Schema):
    summary: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
