"""A person's own phones: what the owner sees of them, how one is ended, and what ends all of them.

An ended phone reads nothing until its owner signs in on it again; what it has not sent stays on it, sealed, and goes then.
"""

import uuid
from datetime import datetime
from typing import Any

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.sync.models import Device, Session

ENDED = "这部手机的登录已结束：密码改过或重置过，或者由本人停用。请联网重新登录，没上传的记录不会丢。"


def phones(person: uuid.UUID, here: uuid.UUID | None = None) -> list[dict[str, Any]]:
    """OwnPhone of each phone on which a person enrolled, the last used first. here: the device that asks."""
    with context.everywhere():
        devices = list(plain(Device).filter(person=person))
        called = {row.pk: row for row in plain(Session).filter(pk__in=[one.pk for one in devices])}
    shown = [_shown(one, called.get(one.pk)) | {"here": one.pk == here} for one in devices]
    return sorted(shown, key=lambda one: one["seen_at"] or one["enrolled_at"], reverse=True)


def _shown(device: Device, session: Session | None) -> dict[str, Any]:
    state = "revoked" if device.revoked_at else "ended" if device.ended_at else "active"
    told: dict[str, datetime | int | None] = (
        {"seen_at": session.seen_at, "unsent": session.unsent} if session else {"seen_at": None, "unsent": None}
    )
    return {name: getattr(device, name) for name in ("id", "name", "model", "enrolled_at")} | told | {"state": state}


@action("sync.end", Permission.SIGNED_IN)
def end(grant: Grant, key: uuid.UUID) -> None:
    """End one of one's own phones. Raises Problem 404 where it is none of them."""
    with context.everywhere():
        if not plain(Device).filter(pk=key, person=grant.person).exists():
            raise missing("手机")
        _ended(plain(Device).filter(pk=key))


def end_all(person: uuid.UUID) -> None:
    """End every phone of a person, inside the action that changed what the person signs in with."""
    with context.everywhere():
        _ended(plain(Device).filter(person=person))


def _ended(devices: Any) -> None:
    devices.filter(ended_at=None).update(ended_at=clock.now())
