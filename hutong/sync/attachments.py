"""Photos, voice notes and signatures: in pieces that may be sent again, each with its hash, and the whole with its own."""

import hashlib
import json
import uuid
from typing import Any

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.documents import attaching, signing
from hutong.documents.models import Attachment
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField, open_bytes, seal_bytes, unsealed
from hutong.journal.actions import action, operation
from hutong.sync import quota
from hutong.sync.models import Arriving, Operation, Piece
from hutong.sync.registry import home_of
from hutong.sync.schemas import AttachmentIn
from hutong.sync.sender import Sender

PIECE = 128 * 1024
MOST = 10
WRONG = "附件在上传途中损坏，手机会重新上传。"
USED = "附件的编号已被另一份用过，手机会换一个编号重新上传。"


def begin(sender: Sender, grant: Grant, told: AttachmentIn) -> dict[str, Any]:
    """AttachmentOut: announce a file, or ask how much of it is there. Raises Problem 409, 413, 422."""
    # Of one record one announcement at a time: the second of two finds the first.
    ops = plain(Operation).select_for_update().filter(pk=told.op_id, device=sender.device)
    op = ops.exclude(status__in=("", "refused")).first()
    if op is None:
        raise Problem(409, "请先上传这份附件所属的记录。", "no_operation")
    if known := plain(Arriving).filter(pk=told.id, device=sender.device).first():
        if (known.operation, known.hash) != (op.pk, told.sha256.lower()):
            raise Problem(409, USED, "id_used")
        return _completed(sender, grant, known)
    attaching.checked(told.kind, told.mime, told.size)
    if told.signed:
        signing.checked(signing.Signed(**told.signed.model_dump()))
    if quota.too_much(sender, told.size):
        raise Problem(429, quota.KEPT_THERE, "quota")
    place = home_of(op.child) if op.child and op.status in ("done", "conflict") else None
    with operation("sync.attach", device=sender.device), context.reaching(grant, place or sender.place) as wider:
        return _state(_begun(wider, sender, told, op, place))


@action("sync.attach", Permission.DEVICE_USE)
def _begun(grant: Grant, sender: Sender, told: AttachmentIn, op: Operation, place: int | None) -> Arriving:
    if plain(Arriving).filter(operation=op.pk).count() >= MOST:
        raise Problem(413, f"一条记录最多带 {MOST} 个附件。", "too_many")
    if plain(Arriving).filter(pk=told.id).exists() or plain(Attachment).filter(pk=told.id).exists():
        raise Problem(409, USED, "id_used")
    row = Arriving(
        id=told.id, device_id=sender.device, operation=op.pk, record=op.record or op.pk, child=op.child if place else None,
        place=place or sender.place, kind=told.kind, mime=told.mime, size=told.size, hash=told.sha256.lower(),
        begun_at=clock.now(),
    )  # fmt: skip
    if told.signed:
        row.signed = _signed().close(row, told.signed.model_dump_json())
    row.save(force_insert=True)
    return row


def _signed() -> SealedTextField:
    column = Arriving._meta.get_field("signed")
    assert isinstance(column, SealedTextField)
    return column


def take(sender: Sender, grant: Grant, key: uuid.UUID, number: int, content: bytes, digest: str) -> dict[str, Any]:
    """AttachmentOut after one piece. Raises Problem 404, 422."""
    # One piece at a time: of two last ones, the second finds the first and makes the whole.
    row = plain(Arriving).select_for_update().filter(pk=key, device=sender.device).first()
    if row is None or not 0 <= number < _count(row):
        raise missing("附件")
    if row.whole:
        return _state(row)
    expected = min(PIECE, row.size - number * PIECE)
    if len(content) != expected or hashlib.sha256(content).hexdigest() != digest.lower():
        raise Problem(422, WRONG, "bad_hash")
    with operation("sync.attached", device=sender.device), context.reaching(grant, row.place) as wider:
        piece = Piece(attachment=row, place=row.place, number=number, content=seal_bytes(content, _bound(row, number)))
        plain(Piece).bulk_create([piece], ignore_conflicts=True)
        return _state(_whole(wider, row) if _all_there(row) else row)


def _completed(sender: Sender, grant: Grant, row: Arriving) -> dict[str, Any]:
    """AttachmentOut of one announced before; one whose pieces all lie there is made whole."""
    if row.whole or not _all_there(row):
        return _state(row)
    with operation("sync.attached", device=sender.device), context.reaching(grant, row.place) as wider:
        return _state(_whole(wider, row))


@action("sync.attached", Permission.DEVICE_USE)
def _whole(grant: Grant, row: Arriving) -> Arriving:
    pieces = plain(Piece).filter(attachment=row).order_by("number")
    content = b"".join(open_bytes(piece.content, _bound(row, piece.number)) for piece in pieces)
    pieces.delete()
    if hashlib.sha256(content).hexdigest() != row.hash:
        return row
    kept = attaching.attach(
        grant, attaching.Of(row.record, row.place, row.child), row.kind, row.mime, content, id=row.pk
    )
    if said := unsealed(row, "signed"):
        signing.sign(grant, kept, signing.Signed(**json.loads(said)))
    row.whole = True
    row.save(update_fields=["whole"])
    return row


def _state(row: Arriving) -> dict[str, Any]:
    received = list(range(_count(row))) if row.whole else _received(row)
    return {"id": row.pk, "piece_size": PIECE, "received": received, "done": row.whole}


def _received(row: Arriving) -> list[int]:
    return list(plain(Piece).filter(attachment=row).order_by("number").values_list("number", flat=True))


def _all_there(row: Arriving) -> bool:
    return len(_received(row)) == _count(row)


def _count(row: Arriving) -> int:
    return -(-row.size // PIECE)


def _bound(row: Arriving, number: int) -> str:
    return f"sync_piece.{row.pk}.{number}"
