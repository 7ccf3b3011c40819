"""Shapes of alarms and of the ways out."""

import uuid
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.places.schemas import PlaceRef


class AlarmOut(Schema):
    id: uuid.UUID
    text: str
    to: str
    raised_at: datetime
    read: bool


class Alarms(Schema):
    """One's own, the newest first. unread: how many were not seen yet."""

    items: list[AlarmOut]
    unread: int
    total: int
    next: str | None


class ReadIn(Schema):
    ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=200)]


class ChannelIn(Schema):
    place: int
    organisation: uuid.UUID | None = None
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=480)]


class ChannelOut(Schema):
    """kind: the scheme of its address, of which nothing else is told. waiting: messages not sent
    yet, of which `again` were refused at least once; failed: given up."""

    id: uuid.UUID
    place: PlaceRef
    organisation: str
    name: str
    kind: str
    waiting: int
    again: int
    failed: int
    sent_at: datetime | None


class Office(Schema):
    id: uuid.UUID
    name: str


class Offices(Schema):
    items: list[Office]
    total: int
    next: str | None


class Channels(Schema):
    items: list[ChannelOut]
    total: int
    next: str | None
