"""Shapes of notices on the wire."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.lists import OfPlace
from hutong.documents.models import Notice
from hutong.places.schemas import PlaceRef

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class NoticesIn(OfPlace):
    box: Literal["waiting", "told", "dropped"] = "waiting"


class ProofOut(Schema):
    """A scan that proves a delivery."""

    id: uuid.UUID
    mime: str
    name: str
    size: int


class NoticeOut(Schema):
    """days: until it is due, negative when that is past. number: of the paper, where it has one."""

    id: uuid.UUID
    kind_label: str
    paper: str
    number: str
    whom: str
    unit: PlaceRef
    due: date
    days: int
    how_label: str
    told_on: date | None
    received_by: str
    proof: str
    told_by: str
    dropped: str
    scans: list[ProofOut]
    link: str = Field(description="how far a one-time link is by which the receiver answers; empty where there is none")


class NoticeList(Schema):
    items: list[NoticeOut]
    total: int
    next: str | None


class DeliveryIn(Schema):
    how: Notice.How
    on: date
    received_by: Words = ""
    proof: Words = ""


class WayOption(Schema):
    value: str
    label: str


class ProvedIn(Schema):
    """Which deliveries a scan proves."""

    notices: Annotated[list[uuid.UUID], Field(min_length=1, max_length=20)]
