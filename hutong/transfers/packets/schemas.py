"""Shapes of packets on the wire."""

import uuid
from datetime import date

from ninja import Schema
from pydantic import Field

from hutong.places.schemas import PlaceRef

Reason = Field(min_length=2, max_length=200)


class PacketKey(Schema):
    """This deployment's public key, and the twenty-four digits that are read out on the telephone."""

    key: str
    fingerprint: str


class PartnerIn(Schema):
    name: str = Field(min_length=2, max_length=100)
    key: str = Field(min_length=2, max_length=400)
    checked_with: str = Field(min_length=2, max_length=100)


class PacketKeyIn(Schema):
    key: str = Field(min_length=2, max_length=400)


class PartnerOut(Schema):
    """Who entered the key, where, and who at the province compared its fingerprint too; until then nothing goes there.

    may_confirm, may_close: whether whoever asks may do that, or say that the key is used no longer.
    """

    id: uuid.UUID
    name: str
    fingerprint: str
    checked_with: str
    added_on: date
    added_by: str
    added_at: PlaceRef
    confirmed_on: date | None
    confirmed_by: str
    confirmed_with: str
    may_confirm: bool
    may_close: bool


class PartnerConfirm(Schema):
    checked_with: str = Field(min_length=2, max_length=100)


class Partners(Schema):
    own: PacketKey
    items: list[PartnerOut]


class SendIn(Schema):
    partner_id: uuid.UUID
    reason: str = Reason
    sealed: bool = False


class PacketReason(Schema):
    reason: str = Reason


class OutPacket(Schema):
    id: uuid.UUID
    child_id: uuid.UUID | None
    name: str
    number: str
    partner: str
    reason: str
    status: str
    status_label: str
    made_on: date
    made_by: str
    answered_on: date | None
    answer: str
    their_number: str
    their_place: str
    days: int


class InPacket(Schema):
    id: uuid.UUID
    name: str
    sender_name: str
    fingerprint: str
    status: str
    status_label: str
    child_id: uuid.UUID | None
    uploaded_on: date
    uploaded_by: str
    decided_on: date | None
    answer: str
    days: int


class PacketsSent(Schema):
    items: list[OutPacket]
    total: int
    next: str | None


class PacketsReceived(Schema):
    items: list[InPacket]
    total: int
    next: str | None


class PacketGroup(Schema):
    """rows: label and value, as they would be kept; numbers masked."""

    title: str
    rows: list[list[str]]


class PacketAlike(Schema):
    id: uuid.UUID
    name: str
    number: str
    place: PlaceRef
    state: str


class PacketPreview(Schema):
    """A packet before it is received. partner: the register's entry of the sender, null where its key is not known here;
    sender_key: to enter it by. Nothing is received of a sender whose key the province has not confirmed.

    known: of a confirmed sender, "here" where the number is on file in the own jurisdiction, which leads to `alike`;
    unknown: what a newer sender says that this version cannot keep.
    """

    packet: InPacket
    partner: PartnerOut | None
    sender_key: str
    reason: str
    made_at: str
    officer: str
    groups: list[PacketGroup]
    counts: dict[str, int]
    known: str
    alike: list[PacketAlike]
    unknown: list[str]


class ReceiveIn(Schema):
    to: int
