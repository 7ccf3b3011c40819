"""Encrypted columns: envelope `alg | key | nonce | ciphertext | tag`, bound to table, column and row (design.md, Data).

What is encrypted is first brought to one of few lengths, for the length of a cipher is that of its text (ADR 27).
"""

import hashlib
import hmac
import os
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from hutong.ground import secrets

# Envelopes of the first kind hold a text as long as it is; they are opened still, and none is made.
AS_LONG, PADDED, KEY = b"\x01", b"\x02", b"\x01"
# Lengths in bytes: LEAST and its doubles up to WIDE, from there whole WIDEs.
LEAST, WIDE = 32, 64 * 1024
_END = b"\x80"
_keys = secrets.load(settings.DATA)
_aead = AESGCM(_keys.seal)


class CannotOpen(ValueError):
    """The envelope was made with another key, or belongs to another row."""


def seal_bytes(content: bytes, bound_to: str, least: int = LEAST) -> bytes:
    """Encrypt with AES-256-GCM. bound_to: `table.column.row`, authenticated but not stored. least: what is shorter looks alike."""
    nonce, head = os.urandom(12), PADDED + KEY
    padded = (content + _END).ljust(_step(len(content) + 1, least), b"\0")
    return head + nonce + _aead.encrypt(nonce, padded, head + bound_to.encode())


def _step(length: int, least: int) -> int:
    if length > WIDE:
        return -(-length // WIDE) * WIDE
    while least < length:
        least *= 2
    return least


def open_bytes(envelope: bytes, bound_to: str) -> bytes:
    """Decrypt an envelope; raises CannotOpen when key or row differ."""
    body = bytes(envelope)
    padded = body[:1] == PADDED
    try:
        content = _aead.decrypt(body[2:14], body[14:], (body[:2] if padded else b"") + bound_to.encode())
    except InvalidTag as wrong:
        raise CannotOpen(bound_to) from wrong
    return content[: content.rindex(_END)] if padded else content


def seal(text: str, bound_to: str, least: int = LEAST) -> bytes:
    """Encrypt a text; see seal_bytes."""
    return seal_bytes(text.encode(), bound_to, least)


def unseal(envelope: bytes, bound_to: str) -> str:
    """Decrypt a text; raises CannotOpen when key or row differ."""
    return open_bytes(envelope, bound_to).decode()


def token(text: str) -> bytes:
    """Keyed hash (HMAC-SHA-256) by which an exact value is found without being readable."""
    return hmac.new(_keys.find, text.encode(), hashlib.sha256).digest()


# One block for one block: with the key it goes both ways, without it nothing tells which row is meant.
_links = Cipher(algorithms.AES256(hmac.new(_keys.seal, b"hutong link", hashlib.sha256).digest()), modes.ECB())


def link(row: uuid.UUID) -> uuid.UUID:
    """What stands for the id of a row where a readable one would give a secret away: the same each time, read by the key alone."""
    cipher = _links.encryptor()
    return uuid.UUID(bytes=cipher.update(row.bytes) + cipher.finalize())


def linked(stands_for: uuid.UUID) -> uuid.UUID:
    """The id that `link` was given."""
    cipher = _links.decryptor()
    return uuid.UUID(bytes=cipher.update(stands_for.bytes) + cipher.finalize())


def report_key() -> ec.EllipticCurvePrivateKey:
    """The server's key to which phones seal urgent reports; browsers of three years ago know P-256 and no X25519."""
    return ec.derive_private_key(secrets.report_scalar(_keys.seal), ec.SECP256R1())


class SealedTextField(models.BinaryField):
    """Text in Python, an envelope in PostgreSQL. Bound to the row, so the primary key must be set before saving.

    least: bytes below which all texts look alike. always: an envelope also of nothing, so that it does not show either.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> "SealedTextField":
        return object.__new__(cls)  # said for django-types, which knows BinaryField's own arguments only

    def __init__(self, *args: Any, least: int = LEAST, always: bool = False, **kwargs: Any) -> None:
        self.least, self.always = least, always
        super().__init__(*args, **kwargs)

    def bound_to(self, key: Any) -> str:
        return f"{self.model._meta.db_table}.{self.column}.{key}"

    def open(self, row: Any) -> str | None:
        envelope = getattr(row, self.attname)
        return None if envelope is None else unseal(envelope, self.bound_to(row.pk)) or None

    def close(self, row: Any, text: str | None) -> bytes | None:
        return self.close_for(row.pk, text)

    def close_for(self, key: Any, text: str | None) -> bytes | None:
        """The envelope of a text for the row with this key."""
        return seal(text or "", self.bound_to(key), self.least) if text or self.always else None


class SealedLinkField(models.UUIDField):
    """The id of another row in Python, its `link` in PostgreSQL: found, changed and compared like any id, and joined by nobody."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        plain_id = self.to_python(value)
        return super().get_db_prep_value(plain_id and link(plain_id), connection, prepared)

    def from_db_value(self, value: uuid.UUID | None, expression: Any, connection: Any) -> uuid.UUID | None:
        return value and linked(value)


def unsealed(row: models.Model, name: str) -> str | None:
    """The plain text of a sealed column of a row; None where nothing was collected."""
    column = row._meta.get_field(name)
    assert isinstance(column, SealedTextField)
    return column.open(row)
