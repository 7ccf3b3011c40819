"""Encrypted columns: envelope `alg | key | nonce | ciphertext | tag`, bound to table, column and row (design.md, Data)."""

import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from hutong.config import secrets

ALGORITHM, KEY = b"\x01", b"\x01"
_keys = secrets.load(settings.DATA)
_aead = AESGCM(_keys.seal)


class CannotOpen(ValueError):
    """The envelope was made with another key, or belongs to another row."""


def seal_bytes(content: bytes, bound_to: str) -> bytes:
    """Encrypt with AES-256-GCM. bound_to: `table.column.row`, authenticated but not stored."""
    nonce = os.urandom(12)
    return ALGORITHM + KEY + nonce + _aead.encrypt(nonce, content, bound_to.encode())


def open_bytes(envelope: bytes, bound_to: str) -> bytes:
    """Decrypt an envelope; raises CannotOpen when key or row differ."""
    body = bytes(envelope)
    try:
        return _aead.decrypt(body[2:14], body[14:], bound_to.encode())
    except InvalidTag as wrong:
        raise CannotOpen(bound_to) from wrong


def seal(text: str, bound_to: str) -> bytes:
    """Encrypt a text; see seal_bytes."""
    return seal_bytes(text.encode(), bound_to)


def unseal(envelope: bytes, bound_to: str) -> str:
    """Decrypt a text; raises CannotOpen when key or row differ."""
    return open_bytes(envelope, bound_to).decode()


def token(text: str) -> bytes:
    """Keyed hash (HMAC-SHA-256) by which an exact value is found without being readable."""
    return hmac.new(_keys.find, text.encode(), hashlib.sha256).digest()


def report_key() -> ec.EllipticCurvePrivateKey:
    """The server's key to which phones seal urgent reports; browsers of three years ago know P-256 and no X25519."""
    return ec.derive_private_key(secrets.report_scalar(_keys.seal), ec.SECP256R1())


class SealedTextField(models.BinaryField):
    """Text in Python, an envelope in PostgreSQL. Bound to the row, so the primary key must be set before saving."""

    def bound_to(self, key: Any) -> str:
        return f"{self.model._meta.db_table}.{self.column}.{key}"

    def open(self, row: Any) -> str | None:
        envelope = getattr(row, self.attname)
        return None if envelope is None else unseal(envelope, self.bound_to(row.pk))

    def close(self, row: Any, text: str | None) -> bytes | None:
        return self.close_for(row.pk, text)

    def close_for(self, key: Any, text: str | None) -> bytes | None:
        """The envelope of a text for the row with this key."""
        return None if not text else seal(text, self.bound_to(key))


def opened(row: models.Model, name: str) -> str | None:
    """The plain text of a sealed column of a row; None where nothing was collected."""
    column = row._meta.get_field(name)
    assert isinstance(column, SealedTextField)
    return column.open(row)
