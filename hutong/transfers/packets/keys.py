"""Who a deployment is to others: an Ed25519 key that signs and an X25519 key that is written to, in one line of text."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from hutong.ground import secrets

PREFIX = "HTK1."


class PacketError(ValueError):
    """A key, packet or receipt cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Public:
    """A deployment's public keys, 32 bytes each."""

    sign: bytes
    box: bytes

    @property
    def text(self) -> str:
        """The one line that is sent: HTK1. and base64url of both keys and the first four bytes of their SHA-256."""
        both = self.sign + self.box
        return PREFIX + base64.urlsafe_b64encode(both + hashlib.sha256(both).digest()[:4]).decode().rstrip("=")

    @property
    def fingerprint(self) -> str:
        """Twenty-four digits to compare by telephone."""
        digits = f"{int.from_bytes(hashlib.sha256(self.sign + self.box).digest()) % 10**24:024}"
        return " ".join(digits[n : n + 4] for n in range(0, 24, 4))

    @property
    def verifier(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.sign)

    @property
    def target(self) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(self.box)


@dataclass(frozen=True)
class Own:
    """This deployment's private keys."""

    sign: Ed25519PrivateKey
    box: X25519PrivateKey

    @property
    def public(self) -> Public:
        return Public(self.sign.public_key().public_bytes_raw(), self.box.public_key().public_bytes_raw())


@cache
def own() -> Own:
    """The keys of this deployment, out of its key file."""
    sign, box = secrets.packet_seeds(secrets.load(settings.DATA))
    return Own(Ed25519PrivateKey.from_private_bytes(sign), X25519PrivateKey.from_private_bytes(box))


def parse(text: str) -> Public:
    """A public key as it was sent. Raises PacketError for what is none, or was not copied whole."""
    line = "".join(text.split())
    if not line.startswith(PREFIX):
        raise PacketError("这不是护童系统的公钥：应以 HTK1. 开头。")
    try:
        body = line.removeprefix(PREFIX)
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PacketError("公钥里有不认识的字符，请重新复制整行。") from None
    if len(raw) != 68 or hashlib.sha256(raw[:64]).digest()[:4] != raw[64:]:
        raise PacketError("公钥不完整或抄错了，请重新复制整行。")
    return Public(raw[:32], raw[32:64])
