"""Shapes of docs/sync.md. What phones send is read leniently where one bad part must not stop the rest."""

import uuid
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from hutong.documents.models import Signature

Count = Field(default=None, ge=0, lt=2**31)


class ServerKey(Schema):
    id: str
    algorithm: str
    key: str = Field(description="uncompressed point, base64url")


class Covered(Schema):
    """What a phone must know to lose nothing: which life of the database this is, and up to when a backup holds it."""

    epoch: str
    covered_to: datetime


class PublishedKey(ServerKey, Covered): ...


class EnrolIn(Schema):
    """data_key: 32 random bytes, base64url; left out when the same person enrols this phone again and keeps its store."""

    id: uuid.UUID
    name: str = Field(default="", max_length=60)
    model: str = Field(default="", max_length=100)
    app_version: str = Field(default="", max_length=40)
    data_key: str | None = Field(default=None, max_length=64)
    wrap: str = Field(default="", max_length=500)


class EnrolledPerson(Schema):
    id: uuid.UUID
    name: str
    staff_number: str


class LastCall(Schema):
    """When a phone of the person last called, and how many operations waited on it then."""

    seen_at: datetime
    unsent: int


class EnrolOut(Schema):
    device: uuid.UUID
    token: str
    report_token: str
    lease_hours: int
    now: datetime
    epoch: str
    server_key: ServerKey
    person: EnrolledPerson
    before: LastCall | None


class OwnPhone(Schema):
    """state: active, ended (until the next sign-in on it) or revoked (by the office). here: the phone that asks."""

    id: uuid.UUID
    name: str
    model: str
    enrolled_at: datetime
    seen_at: datetime | None
    unsent: int | None
    state: str
    here: bool


class OwnPhones(Schema):
    """All of them: one person has a handful."""

    items: list[OwnPhone]


class KeyIn(Schema):
    id: uuid.UUID
    password: str = Field(max_length=200)


class KeyOut(Schema):
    data_key: str
    wrap: str


class PushIn(Schema):
    """operations: each as docs/sync.md says; one that is not is answered by itself."""

    app_version: str = Field(default="", max_length=40)
    unsent: int | None = Count
    operations: list[Any] = Field(max_length=50)


class Wrong(Schema):
    field: str
    message: str


class Result(Schema):
    op_id: str
    status: str
    code: str
    message: str
    fields: list[Wrong]


class PushOut(Schema):
    results: list[Result]
    revoked: bool
    now: datetime


class PullIn(Schema):
    app_version: str = Field(default="", max_length=40)
    unsent: int | None = Count
    epoch: str | None = Field(default=None, max_length=60)
    cursors: dict[int, int] = {}
    have: dict[str, dict[uuid.UUID, int]] | None = None
    documents: dict[str, str] = {}
    duties: str | None = Field(default=None, max_length=60)


class RecordOut(Schema):
    type: str
    id: uuid.UUID
    version: int
    place: int
    data: dict[str, Any]


class RemovedOut(Schema):
    type: str
    id: uuid.UUID


class DutiesOut(Schema):
    version: str
    items: list[dict[str, Any]]


class DocumentOut(Schema):
    version: str
    data: Any


class PullOut(Schema):
    epoch: str
    cursors: dict[str, int]
    inventory: bool
    more: bool
    records: list[RecordOut]
    removed: list[RemovedOut]
    duties: DutiesOut | None
    documents: dict[str, DocumentOut]
    state: str
    now: datetime
    covered_to: datetime
    lease_hours: int
    token: str | None


class SignedIn(Schema):
    """What a signature was put under: the very text that was shown, by which template in which version. read_aloud: to somebody
    who cannot read, before a witness."""

    template: str = Field(pattern=r"^[a-z_]{1,20}\.[a-z_]{1,19}$")
    version: int = Field(ge=1, le=999)
    text: str = Field(min_length=1, max_length=6000)
    signer: str = Field(min_length=1, max_length=60)
    capacity: Signature.Capacity
    means: Signature.Means = Signature.Means.STROKES
    witness: str = Field(default="", max_length=60)
    read_aloud: bool = False


class AttachmentIn(Schema):
    """signed: of a signature, what was signed; without it a picture is kept that shows a signature."""

    id: uuid.UUID
    op_id: uuid.UUID
    kind: str = Field(max_length=10)
    mime: str = Field(max_length=40)
    size: int = Field(ge=1, lt=2**31)
    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")
    signed: SignedIn | None = None


class AttachmentOut(Schema):
    id: uuid.UUID
    piece_size: int
    received: list[int]
    done: bool


class UrgentIn(Schema):
    """An envelope for the server's key; the rest says whose it may be, and none of it need be true or given."""

    id: uuid.UUID
    device: uuid.UUID | None = None
    person: uuid.UUID | None = None
    report_token: str | None = Field(default=None, max_length=100)
    key_id: str = Field(default="", max_length=60)
    ephemeral: str = Field(default="", max_length=200)
    nonce: str = Field(default="", max_length=60)
    sealed: str


class UrgentOut(Covered):
    id: uuid.UUID
    received: bool
    now: datetime
