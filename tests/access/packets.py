"""Another deployment, for packets of the matrix."""

from __future__ import annotations

import uuid
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hutong.transfers.packets.keys import Own


@cache
def elsewhere() -> Own:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from hutong.transfers.packets.keys import Own

    return Own(Ed25519PrivateKey.from_private_bytes(b"\1" * 32), X25519PrivateKey.from_private_bytes(b"\2" * 32))


def from_elsewhere() -> bytes:
    """A packet to this deployment."""
    from hutong.transfers.packets import envelope, keys

    child = {"name": "周小雨", "sex": "female", "birth_date": "2015-05-05", "id_kind": "none"}
    said = {"origin": {"unit": "外省"}, "child": child}
    return envelope.seal(elsewhere(), keys.own().public, "file", uuid.uuid4(), said)
