"""Keeps what a person must decide about: fields that two changed, operations that cannot be applied by themselves."""

import json
import uuid
from typing import Any

from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.config import clock
from hutong.config.sealing import SealedTextField
from hutong.duties import engine
from hutong.journal.actions import action
from hutong.sync.models import Conflict, Quarantined
from hutong.sync.registry import Applied, Verb
from hutong.sync.sender import Sender
from hutong.sync.sent import Sent


def conflicts(sender: Sender, op: Sent, verb: Verb, applied: Applied) -> None:
    """Keep each differing field beside what stands; inside the operation that left them."""
    for difference in applied.differences:
        row = Conflict(
            id=new_id(), child=applied.child, place=applied.place, group=difference.group, field=difference.field,
            label=difference.label, **_from(sender, op.id, verb.name),
        )  # fmt: skip
        for name, text in zip(("server", "device"), difference.texts, strict=True):
            setattr(row, name, _sealed(row, name, {"value": getattr(difference, name), "text": text}))
        row.save(force_insert=True)
    if applied.differences:
        engine.refresh_places([applied.place])


@action("sync.quarantine", Permission.DEVICE_USE)
def quarantine(grant: Grant, sender: Sender, op: Sent, about: uuid.UUID | None, reason: str) -> None:
    """Keep an operation at the sender's place, with a duty for the supervisor."""
    row = Quarantined(
        id=new_id(), place=sender.place, device_id=sender.device, about=about, based_on=op.based_on,
        made_at=op.made_at, reason=reason[:300], **_from(sender, op.id, op.kind),
    )  # fmt: skip
    row.payload = _sealed(row, "payload", op.payload() or op.text)
    row.save(force_insert=True)
    engine.refresh_places([sender.place])


def _from(sender: Sender, op: uuid.UUID, kind: str) -> dict[str, Any]:
    return {
        "operation": op,
        "kind": kind,
        "person": sender.bearer.person,
        "person_name": sender.name,
        "at": clock.now(),
    }


def _sealed(row: Any, name: str, value: Any) -> bytes:
    column = row._meta.get_field(name)
    assert isinstance(column, SealedTextField)
    return column.close(row, json.dumps(value, ensure_ascii=False, default=str)) or b""
