"""Shapes of the screens about phones."""

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from hutong.accounts.lists import OfPlace
from hutong.desk.duty_schemas import Total
from hutong.desk.schemas import UrgentCounts
from hutong.places.schemas import PlaceRef

Reason = Field(min_length=2, max_length=200)


class WaitingIn(OfPlace):
    """What came from phones and waits for a person, or was decided."""

    decided: bool = False


class UrgentListIn(OfPlace):
    """Which urgent reports are asked for; sender: of one sender who is not known."""

    box: Literal["known", "unknown", "taken"] = "known"
    sender: str = ""


class DeviceOut(Schema):
    """state: active, silent (not seen for a week), expired (its lease ran out), ended (until its owner signs in on it) or revoked. waiting: uploads to be decided."""

    id: uuid.UUID
    person: str
    staff_number: str
    place: PlaceRef
    name: str
    model: str
    app_version: str
    enrolled_at: datetime
    seen_at: datetime | None
    unsent: int | None
    state: str
    revoked_at: datetime | None
    reason: str
    waiting: int


class PhoneList(Schema):
    items: list[DeviceOut]
    total: int
    next: str | None


class DeviceReason(Schema):
    reason: str = Reason


class Named(Schema):
    id: uuid.UUID
    name: str


class ConflictSide(Schema):
    """One field: what stands and what the phone sent."""

    label: str
    now: str
    sent: str


class WaitingOut(Schema):
    """A conflict (one field, two values) or an upload that could not be taken by itself."""

    id: uuid.UUID
    type: Literal["conflict", "quarantine"]
    kind: str
    person: str
    at: datetime
    place: PlaceRef
    child: Named | None
    reason: str
    outcome: str
    decided_at: datetime | None
    decided_by: str
    note: str


class WaitingList(Schema):
    items: list[WaitingOut]
    total: int
    next: str | None


class SignedOut(Schema):
    """What was signed, by whom, before whom. whole: the text gives the kept hash still."""

    who: str
    text: str
    digest: str
    whole: bool


class AttachmentRef(Schema):
    """of: what it belongs to, in words, where that is known. name: as its file was called, empty of what a phone took."""

    id: uuid.UUID
    kind: str
    label: str
    of: str
    name: str
    mime: str
    size: int
    whole: bool
    record: uuid.UUID | None
    signed: SignedOut | None


class ArrivedVisit(Schema):
    """A visit that a phone sent. odd: something was not normal; words: the child said something; parts: photos and recordings."""

    id: uuid.UUID
    at: datetime
    on: date
    mode: str
    visitor: str
    child: Named
    place: PlaceRef
    odd: bool
    words: bool
    parts: int


class ArrivedDetail(Schema):
    """What was found and said, and what came with it."""

    child: Named
    text: str
    attachments: list["AttachmentRef"]


class ArrivedList(Schema):
    items: list[ArrivedVisit]
    total: Total
    next: str | None
    days: int


class WaitingDetail(WaitingOut):
    made_at: str
    sides: list[ConflictSide]
    attachments: list[AttachmentRef]
    retarget: bool


class SettleIn(Schema):
    take: Literal["server", "device"]


class ApplyIn(Schema):
    """child: who was meant, where that is another child than the phone said."""

    child: uuid.UUID | None = None


class UrgentRow(Schema):
    id: uuid.UUID
    received_at: datetime
    place: PlaceRef
    village: PlaceRef | None
    person: str
    trusted: bool
    opened: bool
    acknowledged_at: datetime | None
    acknowledged_by: str
    note: str


class UrgentList(Schema):
    items: list[UrgentRow]
    total: int
    next: str | None
    counts: UrgentCounts


class UnknownSender(Schema):
    """One sender of one day, by a hash that leads to nobody; or one report of which no sender is kept any more."""

    sender: str
    count: int
    first_at: datetime
    last_at: datetime


class UnknownSenders(Schema):
    items: list[UnknownSender]
    total: int
    next: str | None
    counts: UrgentCounts


class SenderTakenIn(Schema):
    """upto: the last report that was shown; what came after it goes on waiting."""

    upto: datetime
    reason: str = Reason


class SenderTaken(Schema):
    taken: int


class Medium(Schema):
    mime: str


class UrgentDetail(UrgentRow):
    """mine: whether it is the caller's to take up."""

    mine: bool
    words: str
    child: str
    called_110: bool | None
    made_at: str
    media: list[Medium]


class AcknowledgeIn(Schema):
    note: str = Field(default="", max_length=300)
