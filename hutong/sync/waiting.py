"""Keeps what a person must decide about: fields that two changed, operations that cannot be applied by themselves."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField
from hutong.journal.actions import action
from hutong.sync.models import Conflict, Quarantined
from hutong.sync.registry import Applied, Verb
from hutong.sync.sender import Sender
from hutong.sync.sent import Sent


@dataclass(frozen=True)
class Author:
    """Who sent an operation, and which."""

    operation: uuid.UUID
    person: uuid.UUID
    person_name: str


def conflicts(author: Author, verb: Verb, applied: Applied) -> None:
    """Keep each differing field beside what stands; inside the operation that left them."""
    for difference in applied.differences:
        row = Conflict(
            id=new_id(), child=applied.child, place=applied.place, group=difference.group, field=difference.field,
            label=difference.label, kind=verb.name, at=clock.now(), **vars(author),
        )  # fmt: skip
        for name, text in zip(("server", "device"), difference.texts, strict=True):
            setattr(row, name, _sealed(row, name, {"value": getattr(difference, name), "text": text}))
        row.save(force_insert=True)


@action("sync.quarantine", Permission.DEVICE_USE)
def quarantine(grant: Grant, sender: Sender, op: Sent, about: uuid.UUID | None, reason: str) -> None:
    """Keep an operation at the sender's place, with a duty for the supervisor."""
    row = Quarantined(
        id=new_id(), place=sender.place, device_id=sender.device, about=about, based_on=op.based_on,
        made_at=op.made_at, reason=reason[:300], kind=op.kind, at=clock.now(), **vars(author(sender, op)),
    )  # fmt: skip
    row.payload = _sealed(row, "payload", op.payload or op.text)
    row.save(force_insert=True)


def author(sender: Sender, op: Sent) -> Author:
    """The sender as the author of an operation."""
    return Author(op.id, sender.bearer.person, sender.name)


def _sealed(row: Any, name: str, value: Any) -> bytes:
    column = row._meta.get_field(name)
    assert isinstance(column, SealedTextField)
    return column.close(row, json.dumps(value, ensure_ascii=False, default=str)) or b""
