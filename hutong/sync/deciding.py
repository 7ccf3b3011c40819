"""A person decides: which of two values stands, whether an operation that was kept is taken after all."""

import json
import uuid
from dataclasses import replace
from typing import Any, Literal

from ninja import Schema

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.documents.models import Attachment, Signature
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealing import unsealed
from hutong.journal.actions import action
from hutong.sync import registry, waiting
from hutong.sync.models import Arriving, Conflict, Operation, Quarantined
from hutong.sync.push import shaped
from hutong.sync.registry import Applied, Difference, Feed, Record, Unsuitable, Verb

DECIDED = "这一条刚才已经处理过，请刷新。"


@action("sync.settle", Permission.CHILD_WRITE)
def settle(grant: Grant, key: uuid.UUID, take: str) -> Conflict:
    """Let one of two values stand. Raises Conflict.DoesNotExist, Refused, Unsuitable."""
    row = Conflict.objects.within(grant).select_for_update().get(pk=key)
    if row.taken and row.taken != take:
        raise Unsuitable(DECIDED)
    if row.taken:
        return row
    settles = registry.registry.verbs[row.kind].settle
    if take == Conflict.Taken.DEVICE and settles:
        settles(grant, row.child, difference(row))
    row.taken = take
    _decided(grant, row, "taken")
    return row


def difference(row: Conflict) -> Difference:
    """The two values of a conflict, opened."""
    server, device = (json.loads(unsealed(row, name) or "{}") for name in ("server", "device"))
    texts = (server.get("text", ""), device.get("text", ""))
    return Difference(row.group, row.field, row.label, server.get("value"), device.get("value"), texts)


@action("sync.apply", Permission.DEVICE_WRITE)
def apply(grant: Grant, key: uuid.UUID, child: uuid.UUID | None = None) -> Applied:
    """Take a kept operation after all, in its sender's name; child: who was meant. Raises Quarantined.DoesNotExist, Problem."""
    row = _open(grant, key)
    verb = registry.registry.verbs.get(row.kind)
    if verb is None:
        raise Problem(409, "服务器还不认识这种记录，更新后才能采用。", "unknown_kind")
    payload = json.loads(unsealed(row, "payload") or "{}")
    if child and verb.retarget and isinstance(payload, dict):
        payload["child"] = str(child)
    try:
        acting = replace(grant, person=row.person, name=row.person_name)
        applied = verb.apply(acting, shaped(verb, payload), row.based_on)
    except Refused as refused:
        status, code = (422, "invalid") if refused.errors else (409, "unsuitable")
        raise Problem(status, f"不能采用：{refused}", code, refused.errors) from None
    waiting.conflicts(waiting.Author(row.operation, row.person, row.person_name), verb, applied)
    _belongs(row, applied)
    row.outcome = Quarantined.Outcome.APPLIED
    _decided(grant, row, "outcome")
    return applied


@action("sync.discard", Permission.DEVICE_WRITE)
def discard(grant: Grant, key: uuid.UUID, note: str) -> None:
    """Do not take a kept operation, for a reason; it stays to be read. Raises Quarantined.DoesNotExist, Problem."""
    row = _open(grant, key)
    row.outcome, row.note = Quarantined.Outcome.DISCARDED, note
    _decided(grant, row, "outcome", "note")


def _open(grant: Grant, key: uuid.UUID) -> Quarantined:
    try:
        row = Quarantined.objects.within(grant).select_for_update().get(pk=key)
    except Quarantined.DoesNotExist:
        raise missing("上传记录") from None
    if row.outcome:
        raise Problem(409, DECIDED, "decided")
    return row


def _decided(grant: Grant, row: Any, *fields: str) -> None:
    row.decided_at, row.decided_by = clock.now(), grant.name
    row.save(update_fields=["decided_at", "decided_by", *fields])


def _belongs(row: Quarantined, applied: Applied) -> None:
    """Photos and voice notes follow the operation to its child."""
    plain(Operation).filter(pk=row.operation).update(child=applied.child, record=applied.record)
    belongs = {"child": applied.child, "record": applied.record or row.operation, "place": applied.place}
    plain(Arriving).filter(operation=row.operation).update(**belongs)
    for model in (Attachment, Signature):
        plain(model).filter(record=row.operation).update(**belongs)


class Settle(Schema):
    """What a phone sends to settle a conflict."""

    conflict: uuid.UUID
    take: Literal["server", "device"]


def _settled(grant: Grant, sent: Settle, based_on: int | None) -> Applied:
    try:
        row = settle(grant, sent.conflict, sent.take)
    except Conflict.DoesNotExist:
        raise Unsuitable("这条不一致的内容已不在您的村（社区）。") from None
    return Applied(row.child, row.place, row.pk)


def _versions(grant: Grant) -> dict[uuid.UUID, int]:
    # A conflict never changes while it is open, and is gone when it is decided.
    return dict.fromkeys(Conflict.objects.within(grant).filter(taken="").values_list("id", flat=True), 1)


def _show(grant: Grant, keys: Any) -> dict[uuid.UUID, Record]:
    return {
        row.pk: Record(1, row.place, _data(row)) for row in Conflict.objects.within(grant).filter(pk__in=keys, taken="")
    }


def _data(row: Conflict) -> dict[str, Any]:
    server, device = difference(row).texts
    names = ("child", "kind", "group", "field", "label", "at")
    return {name: getattr(row, name) for name in names} | {
        "server": server,
        "device": device,
        "person": row.person_name,
    }


def start() -> None:
    """Offer open conflicts to phones, and take what they decide."""
    registry.feed(
        Feed("conflict", "两处内容不一致", frozenset({Conflict._meta.db_table}), _show, _versions, by="record")
    )
    shown = {"server": "保留现有内容", "device": "采用手机上的内容"}
    registry.verb(
        Verb("sync.settle", "选择保留哪一个", Settle, _settled, lambda sent: sent.conflict,
             lambda grant, sent: [("选择", "", shown[sent.take])], retarget=False)
    )  # fmt: skip
