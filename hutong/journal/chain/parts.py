"""A batch of the chain as it is stored, and its hashes reckoned once more, beside the database's own (sql/seal.sql)."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LEAF = 32
MISSING = bytes(LEAF)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sha(content: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(content).digest()


@dataclass
class Part:
    """A row of journal_sealpart: entries first … last of a stream, or looks with the stable ids of their places."""

    id: int
    stream: int | None
    sealed: bool
    first: int | None
    last: int | None
    looks: list[uuid.UUID] | None
    places: list[int] | None
    leaves: bytes

    @property
    def keys(self) -> Sequence[int | uuid.UUID]:
        """What the leaves stand for, in their order."""
        return self.looks if self.looks is not None else range(self.first or 0, (self.last or -1) + 1)

    def digest(self) -> bytes:
        """As journal_part() makes it."""
        bounds = [one for one in (self.first, self.last) if one is not None]
        lists = [",".join(map(str, some)) for some in (self.looks, self.places) if some is not None]
        told = "|".join(map(str, ["looks" if self.stream is None else self.stream, int(self.sealed), *bounds, *lists]))
        return sha(told.encode() + sha(self.leaves))


def leaves(content: bytes) -> list[bytes]:
    """One hash each."""
    return [content[at : at + LEAF] for at in range(0, len(content), LEAF)]


def seal(n: int, at: datetime, looks_to: int, previous: bytes, parts: Sequence[Part]) -> bytes:
    """The hash of a batch, as journal_seal() makes it. parts: in the order of their streams, looks last."""
    moment = (at - EPOCH) // timedelta(microseconds=1)
    return sha(f"hutong 1|{n}|{moment}|{looks_to}".encode() + previous + b"".join(part.digest() for part in parts))
