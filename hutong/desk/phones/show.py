"""Phones and what waits from them, as the screens want it."""

import json
import uuid
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.children.models import Category, Child
from hutong.children.models.choices import CategoryKey
from hutong.documents import signing
from hutong.documents.models import Attachment
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.sync.deciding import difference
from hutong.sync.duties import label_of
from hutong.sync.models import Arriving, Conflict, Device, Operation, Quarantined, Session
from hutong.sync.pull import LEASE_HOURS
from hutong.sync.push import shaped
from hutong.sync.registry import registry

# Stands before every day on which a phone was revoked.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
SILENT, LEASE = timedelta(days=7), timedelta(hours=LEASE_HOURS)


def phones(grant: Grant, after: str | None = None) -> dict[str, Any]:
    """PhoneList of a scope, those longest unseen first: they may hold what nobody has yet. The revoked ones last."""
    called = plain(Session).filter(pk=OuterRef("pk")).values("seen_at")
    rows = Device.objects.within(grant).select_related("person").annotate(
        seen=Coalesce(Subquery(called), "enrolled_at"), revoked=Coalesce("revoked_at", NEVER)
    )  # fmt: skip
    devices, foot = positions.listed(rows, ("-revoked", "seen", "id"), after)
    sessions = {row.pk: row for row in plain(Session).filter(pk__in=[device.pk for device in devices])}
    waiting = Counter(Quarantined.objects.within(grant).filter(outcome="").values_list("device", flat=True))
    places = named.refs({device.place for device in devices})
    shown = [_phone(d, sessions.get(d.pk)) | {"place": places[d.place], "waiting": waiting[d.pk]} for d in devices]
    return {"items": shown, **foot}


def _phone(device: Device, session: Session | None) -> dict[str, Any]:
    plain_values = {n: getattr(device, n) for n in ("id", "name", "model", "enrolled_at", "revoked_at")}
    seen = session.seen_at if session else None
    return plain_values | {
        "person": device.person.name,
        "staff_number": device.person.staff_number,
        "app_version": session.app_version if session else "",
        "seen_at": seen,
        "unsent": session.unsent if session else None,
        "state": _state(device, seen),
        "reason": device.revoked_reason,
    }


def _state(device: Device, seen: Any) -> str:
    if device.revoked_at:
        return "revoked"
    if device.ended_at:
        return "ended"
    away = clock.now() - (seen or device.enrolled_at)
    return "silent" if away > SILENT else "expired" if away > LEASE else "active"


def waiting(grant: Grant, decided: bool, after: str | None) -> dict[str, Any]:
    """WaitingList: what a person must decide, oldest first; or what was decided, newest first."""
    keys = ("-decided_at", "-id") if decided else ("at", "id")
    both = [model.objects.within(grant).filter(decided_at__isnull=not decided) for model in (Conflict, Quarantined)]
    # A page of each holds the page of both.
    rows = [row for of in both for row in positions.page(of, keys, after, positions.PAGE + 1)[0]]
    rows.sort(key=lambda row: (row.decided_at if decided else row.at, row.pk), reverse=decided)
    shown, following = positions.cut(rows, keys, positions.PAGE)
    return {"items": _rows(grant, shown), "total": sum(of.count() for of in both), "next": following}


def _rows(grant: Grant, rows: list[Any]) -> list[dict[str, Any]]:
    places = named.refs({row.place for row in rows})
    names = _names(grant, {key for row in rows if (key := _child(row))})
    return [_row(row) | {"place": places[row.place], "child": names.get(_child(row))} for row in rows]


def _names(grant: Grant, keys: Collection[uuid.UUID]) -> dict[uuid.UUID | None, dict[str, Any]]:
    found = Child.objects.within(grant).filter(pk__in=keys).values_list("id", "name")
    return {key: {"id": key, "name": name} for key, name in found}


def _child(row: Any) -> uuid.UUID | None:
    return row.child if isinstance(row, Conflict) else row.about


def _row(row: Any) -> dict[str, Any]:
    conflict = isinstance(row, Conflict)
    decided = _label(row, "taken" if conflict else "outcome")
    return {
        "id": row.pk, "type": "conflict" if conflict else "quarantine", "kind": label_of(row.kind),
        "person": row.person_name, "at": row.at, "reason": f"“{row.label}”有两种内容" if conflict else row.reason,
        "outcome": decided, "decided_at": row.decided_at, "decided_by": row.decided_by,
        "note": "" if conflict else row.note,
    }  # fmt: skip


def _label(row: Any, name: str) -> str:
    return str(dict(row._meta.get_field(name).flatchoices).get(getattr(row, name), ""))


def conflict(grant: Grant, key: uuid.UUID) -> dict[str, Any]:
    """WaitingDetail of a conflict. Raises Conflict.DoesNotExist."""
    row = Conflict.objects.within(grant).get(pk=key)
    server, device = difference(row).texts
    sides = [{"label": row.label, "now": server, "sent": device}]
    return _rows(grant, [row])[0] | {"made_at": "", "sides": sides, "attachments": [], "retarget": False}


def quarantined(grant: Grant, key: uuid.UUID) -> dict[str, Any]:
    """WaitingDetail of a kept upload. Raises Quarantined.DoesNotExist."""
    row = Quarantined.objects.within(grant).get(pk=key)
    verb = registry.verbs.get(row.kind)
    return _rows(grant, [row])[0] | {
        "made_at": row.made_at,
        "sides": _sides(grant, row),
        "attachments": attachments(record=brought(row)),
        "retarget": bool(verb and verb.retarget),
    }


def _sides(grant: Grant, row: Quarantined) -> list[dict[str, str]]:
    payload, verb = json.loads(unsealed(row, "payload") or "{}"), registry.verbs.get(row.kind)
    try:
        told = verb.show(grant, shaped(verb, payload)) if verb else None
    except Refused:
        told = None
    if told is None:
        return [{"label": "上传的内容", "now": "", "sent": json.dumps(payload, ensure_ascii=False)[:2000]}]
    return [{"label": label, "now": now, "sent": sent} for label, now, sent in told]


def brought(row: Quarantined) -> uuid.UUID:
    """The record whose attachments a kept upload brought: what it made, or itself as long as nobody took it."""
    made = plain(Operation).filter(pk=row.operation).values_list("record", flat=True).first()
    return made or row.operation


def _records(keys: list[Any]) -> dict[Any, str]:
    """What some records are, by id, in words."""
    visits = {row.pk: f"{row.on} 走访，{row.visitor_name}" for row in plain(Visit).filter(pk__in=keys)}
    held = {row.pk: f"“{CategoryKey(row.key).label}”的佐证材料" for row in plain(Category).filter(pk__in=keys)}
    return visits | held


def attachments(**which: Any) -> list[dict[str, Any]]:
    """AttachmentRef of a record or a child already found in scope, the newest first; before them what is still on its way."""
    coming = plain(Arriving).filter(**which, whole=False).order_by("-begun_at", "id")
    kept = plain(Attachment).filter(**which).order_by("-added_at", "-id")
    signed, of = signing.of_marks([row.pk for row in kept]), _records([row.record for row in (*coming, *kept)])
    return [
        {
            "label": _label(row, "kind"),
            "whole": isinstance(row, Attachment),
            "signed": signed.get(row.pk),
            "of": of.get(row.record, ""),
            "name": (unsealed(row, "name") or "") if isinstance(row, Attachment) else "",
        }
        | {name: getattr(row, name) for name in ("id", "kind", "mime", "size", "record")}
        for row in (*coming, *kept)
    ]
