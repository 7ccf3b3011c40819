"""Shapes of shares on the wire."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.places.schemas import PlaceRef

Purpose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Reason = Purpose


class ShareOut(Schema):
    id: uuid.UUID
    kind: str
    kind_label: str
    organisation: str
    purpose: str
    parts: list[str]
    part_labels: list[str]
    given_at: datetime
    given_by: str
    until: datetime
    ended_at: datetime | None
    ended_by: str
    ended_reason: str
    live: bool


class Part(Schema):
    key: str
    title: str


class ShareKind(Schema):
    """usual: the parts ticked at first; longest: days."""

    key: str
    title: str
    usual: list[str]
    longest: int


class Shares(Schema):
    """Live and past shares of a child; and what a new one may be. hukou: the unit that 户籍所在地 names without doubt."""

    items: list[ShareOut]
    parts: list[Part]
    kinds: list[ShareKind]
    hukou: PlaceRef | None
    hukou_text: str


class ShareIn(Schema):
    """organisation, or for kind hukou a place: its civil affairs. until: the last day."""

    id: uuid.UUID = Field(default_factory=new_id)
    kind: Literal["hukou", "referral", "service"]
    organisation: uuid.UUID | None = None
    place: int | None = Field(default=None, ge=0, lt=10**12)
    purpose: Purpose
    parts: list[str] = Field(max_length=40)
    until: date


class ShareEnd(Schema):
    reason: Reason


class BreakGlassIn(Schema):
    """number: 证件号码 or 护童编号, whole; and the child's name or birth date, for numbers can be counted up."""

    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40)]
    name: str = Field(default="", max_length=60)
    birth_date: date | None = None
    purpose: Purpose


class GlassNumbersIn(Schema):
    """A child opened in an emergency, of whom the full numbers are needed too: what for."""

    child: uuid.UUID
    purpose: Purpose


class BrokenGlass(Schema):
    """until: None where the child is in the own jurisdiction, and nothing had to be broken."""

    child: uuid.UUID
    until: datetime | None
