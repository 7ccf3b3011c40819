"""Tokens of devices: opaque, hashed at rest, of one person on one phone, changed once a day without losing a device."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from hutong.accounts.managers import plain
from hutong.ground import clock, query
from hutong.sync.models import Session

LIFE = timedelta(days=1)


@dataclass(frozen=True)
class Bearer:
    """Whose token it is. old: it is the one before the present, whose answer may have been lost."""

    device: uuid.UUID
    phone: uuid.UUID
    person: uuid.UUID
    place: int
    revoked_at: datetime | None
    ended_at: datetime | None
    issued_at: datetime
    old: bool


def digest(token: str) -> bytes:
    """What is kept of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def bearer(token: str) -> Bearer | None:
    """Whose token this is, asked before any scope exists."""
    found = query.rows("SELECT * FROM sync_bearer(%s)", [digest(token)])
    return Bearer(*found[0]) if found else None


def new() -> str:
    """A token nobody has."""
    return secrets.token_urlsafe(32)


def rotate(device: Bearer) -> str | None:
    """A new token when the present one has served its day, or when its answer was lost; else None. Inside the device's scope."""
    now = clock.now()
    if not device.old and now - device.issued_at < LIFE:
        return None
    token = new()
    kept = {"token": digest(token), "issued_at": now}
    # Whoever still shows the old one never got the new one: that is replaced, the old one stays.
    if not device.old:
        [present] = plain(Session).filter(pk=device.device).values_list("token", flat=True)
        kept["previous"] = present
    plain(Session).filter(pk=device.device).update(**kept)
    return token
