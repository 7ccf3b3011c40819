"""Finding by ID number without reading one: HMACs through two definer functions (design.md, Data)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hutong.config import query
from hutong.config.sealing import token


@dataclass(frozen=True)
class Found:
    """A registered number. in_scope: whether the asking grant covers the child's place."""

    child: uuid.UUID
    place: int
    name: str
    in_scope: bool


def find(numbers: Sequence[str], avoids: Collection[uuid.UUID] = ()) -> dict[str, Found]:
    """Registered children by full ID number, in scope or not; callers say of the others only that they exist.

    avoids: children who count as being elsewhere, wherever they live (avoiding.py)."""
    by_token = {token(number): number for number in numbers}
    found = query.rows("SELECT token, child, place, name, in_scope FROM identity_find(%s)", [list(by_token)])
    return {
        by_token[bytes(token_)]: Found(child, place, name, in_scope and child not in avoids)
        for token_, child, place, name, in_scope in found
    }


def put(pairs: Sequence[tuple[str | None, uuid.UUID]]) -> int:
    """Register numbers for children just written, replacing or (None) dropping their old ones; gives how many were taken already."""
    return put_listed(*listed(pairs)) if pairs else 0


def listed(pairs: Sequence[tuple[str | None, uuid.UUID]]) -> tuple[str, str]:
    """Hashes and children as two arrays in PostgreSQL's own text, worked out without the database."""
    tokens = [rf'"\\x{token(number).hex()}"' if number else "NULL" for number, _ in pairs]
    return f"{{{','.join(tokens)}}}", f"{{{','.join(str(child) for _, child in pairs)}}}"


def put_listed(tokens: str, children: str) -> int:
    """As `put`, for what was `listed`."""
    [[taken]] = query.rows("SELECT count(*) FROM identity_put(%s::bytea[], %s::uuid[])", [tokens, children])
    return taken
