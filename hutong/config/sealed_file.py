"""Files encrypted to a public key whose private half is kept elsewhere: backups and archived changes (ADR 27).

`HUTONG1\\n | which key (8) | ephemeral X25519 key (32) | chunks`: AES-256-GCM over a MiB each with a key of this file's own,
numbered and the last one marked, so that nothing is left out, exchanged or cut off unseen.

Needs nothing of ours, for PostgreSQL runs it for each file of changes: `sealed_file.py seal PUBLIC FROM TO`, `… open KEYFILE FROM TO`.
"""

import base64
import hashlib
import io
import os
import sys
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC, CHUNK, TAG = b"HUTONG1\n", 1 << 20, 16
PUBLIC, PRIVATE = "hutong-backup:", "hutong-backup-private:"
SETTING = "HUTONG_BACKUP_KEY"
# PostgreSQL takes 1 for "no such file, this is the end"; above 125 it stops, and nobody takes half a replay for the whole.
MISSING, BROKEN = 1, 200


class CannotOpen(ValueError):
    """The file is not whole, was changed, or was encrypted to another key; the sentence says which."""


class BadKey(ValueError):
    """A text is no key, or none was given; the sentence says what to do."""


def make_key(path: Path) -> str:
    """Write a new private key to a file that does not exist yet; gives the public one. Raises FileExistsError."""
    private = X25519PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(PRIVATE + base64.b64encode(private.private_bytes_raw()).decode() + "\n")
    return PUBLIC + base64.b64encode(private.public_key().public_bytes_raw()).decode()


def public_key(text: str | None) -> X25519PublicKey:
    """The key of a text that `make_key` gave. Raises BadKey."""
    if not text:
        raise BadKey(f"没有备份公钥。请先用 hutong backup-key 文件 生成一对，把公钥写进 {SETTING}，私钥拿到别处保管。")
    if text.startswith(PRIVATE):
        raise BadKey("这是私钥，不能放在服务器上；这里要写的是公钥。")
    return X25519PublicKey.from_public_bytes(_raw(text, PUBLIC))


def private_key(path: Path) -> X25519PrivateKey:
    """The key of a file that `make_key` wrote. Raises BadKey, OSError."""
    return X25519PrivateKey.from_private_bytes(_raw(path.read_text(errors="replace"), PRIVATE))


def _raw(text: str, kind: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip().removeprefix(kind), validate=True)
    except ValueError:
        raw = b""
    if not text.startswith(kind) or len(raw) != 32:
        raise BadKey(f"这不是 hutong backup-key 生成的{'公钥' if kind == PUBLIC else '私钥文件'}。")
    return raw


class Writer(io.RawIOBase):
    """What is written to it is encrypted into `to`; it is whole when it was closed."""

    def __init__(self, to: IO[bytes], key: X25519PublicKey) -> None:
        own = X25519PrivateKey.generate()
        self._to, self._held, self._number = to, bytearray(), 0
        self._aead, head = _begin(own.exchange(key), key, own.public_key())
        to.write(head)

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:  # type: ignore[override]  # any buffer
        self._held += content
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(content)

    def finish(self) -> None:
        """Mark the end: what was not finished does not open."""
        self._put(bytes(self._held), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._to.write(self._aead.encrypt(_nonce(self._number, last), chunk, None))
        self._number += 1


class Reader(io.RawIOBase):
    """The content of an encrypted file. Raises CannotOpen, at once or while it is read."""

    def __init__(self, source: IO[bytes], key: X25519PrivateKey) -> None:
        head = source.read(len(MAGIC) + 8 + 32)
        if len(head) < len(MAGIC) + 40 or not head.startswith(MAGIC):
            raise CannotOpen("这不是加密的备份文件，或者已经损坏。")
        ephemeral = X25519PublicKey.from_public_bytes(head[-32:])
        self._aead, expected = _begin(key.exchange(ephemeral), key.public_key(), ephemeral)
        if head != expected:
            raise CannotOpen("这把私钥打不开这份备份：备份是用另一把公钥加密的。")
        self._source, self._number, self._clear = source, 0, b""
        self._ahead: bytes | None = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[override]  # any buffer
        if not self._clear and self._ahead is not None:
            self._clear = self._next(self._ahead)
        count = min(len(buffer), len(self._clear))
        buffer[:count], self._clear = self._clear[:count], self._clear[count:]
        return count

    def _next(self, sealed: bytes) -> bytes:
        following = self._source.read(CHUNK + TAG)
        try:
            clear = self._aead.decrypt(_nonce(self._number, not following), sealed, None)
        except InvalidTag:
            raise CannotOpen("加密的备份文件被改动过，或者不完整。") from None
        self._number, self._ahead = self._number + 1, following or None
        return clear


def _begin(shared: bytes, key: X25519PublicKey, ephemeral: X25519PublicKey) -> tuple[AESGCM, bytes]:
    to, own = key.public_bytes_raw(), ephemeral.public_bytes_raw()
    head = MAGIC + hashlib.sha256(to).digest()[:8] + own
    return AESGCM(HKDF(hashes.SHA256(), 32, None, head + to).derive(shared)), head


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def seal(source: IO[bytes], to: Path, key: X25519PublicKey) -> None:
    """Encrypt all of a stream into a file that is on the disk when this returns."""
    with to.open("wb") as file:
        writer = Writer(file, key)
        while block := source.read(CHUNK):
            writer.write(block)
        writer.finish()
        file.flush()
        os.fsync(file.fileno())


def _main(verb: str, key: str, source: str, to: str) -> int:
    try:
        with Path(source).open("rb") as file:
            if verb == "seal":
                seal(file, Path(to), public_key(key))
                return 0
            reader = io.BufferedReader(Reader(file, private_key(Path(key))), CHUNK)
            with Path(to).open("wb") as clear:
                while block := reader.read(CHUNK):
                    clear.write(block)
        return 0
    except FileNotFoundError:
        return MISSING
    except (ValueError, OSError) as failed:
        print(failed, file=sys.stderr)
        return BROKEN


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
