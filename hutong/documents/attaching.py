"""Attaches files to records, inside the action that makes the record or adds to it; reading is by a record found in scope."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.documents import pictures, store
from hutong.documents.models import Attachment, File
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField


@dataclass(frozen=True)
class Of:
    """The record that something is attached to, with what it is seen by. child: none where the record is closed."""

    record: uuid.UUID
    place: int
    child: uuid.UUID | None = None
    addressees: list[uuid.UUID] | None = None


def checked(kind: str, mime: str, size: int) -> None:
    """Refuse what is of no known type or too large. Raises Problem 413, 422."""
    types, limit = pictures.ALLOWED.get(kind, (set(), 0))
    if mime not in types:
        raise Problem(422, "不能上传这种附件。", "invalid", [("mime", "不能上传这种附件。")])
    if size > limit:
        raise Problem(413, f"附件太大，最多 {limit // 1024} KB。", "too_large")


def attach(
    grant: Grant, of: Of, kind: str, mime: str, content: bytes, name: str = "", id: uuid.UUID | None = None
) -> Attachment:
    """Keep a file and attach it. content: as it was sent; a picture is kept without what it tells of place and camera.

    Raises Problem 413, 422."""
    checked(kind, mime, len(content))
    try:
        kept = pictures.cleaned(mime, content)
    except pictures.NotThat:
        raise Problem(422, "附件的内容和类型不符，没有收下。", "invalid") from None
    key = id or new_id()
    return _attached(grant, key, of, store.keep(of.place, f"{kind}-{key}", kept, days=None), kind, mime, name)


def also(grant: Grant, one: Attachment, of: Of, name: str = "") -> Attachment:
    """Let a file that is attached to one record serve another, too; nothing is kept twice."""
    known = plain(Attachment).filter(record=of.record, file=one.file).first()
    return known or _attached(grant, new_id(), of, one.file, one.kind, one.mime, name)


def _attached(grant: Grant, key: uuid.UUID, of: Of, file: File, kind: str, mime: str, name: str) -> Attachment:
    row = Attachment(
        id=key, record=of.record, place=of.place, child=of.child, addressees=of.addressees, kind=kind, mime=mime,
        size=file.size, file=file, added_at=clock.now(), added_by=grant.name,
    )  # fmt: skip
    column = Attachment._meta.get_field("name")
    assert isinstance(column, SealedTextField)
    row.name = column.close(row, name[-200:].strip())
    row.save(force_insert=True)
    return row


def of_record(record: uuid.UUID) -> QuerySet[Attachment]:
    """The attachments of a record already found in scope, the newest first."""
    return plain(Attachment).filter(record=record).order_by("-added_at", "-id")


def content_of(one: Attachment) -> bytes:
    """The bytes of an attachment whose record was found in scope."""
    return store.content(one.file_id)  # type: ignore[attr-defined]  # django-types
