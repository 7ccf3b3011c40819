"""Finding by ID number without reading one: HMACs through definer functions (design.md, Data).

A number may stand on several files: the first owns it, the others wait, and only who sees both is told (ADR 24).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from hutong.accounts.grants import Grant
from hutong.ground import query
from hutong.ground.sealing import token

Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Registered:
    """A registered number inside the scope."""

    child: uuid.UUID
    place: int


class Taken(Exception):
    """The number is on file in the writer's own jurisdiction: `child` says where."""

    def __init__(self, child: uuid.UUID) -> None:
        super().__init__("这个证件号码已经建档，请打开原有档案。")
        self.child = child


def find(grant: Grant, numbers: Sequence[str]) -> dict[str, Registered]:
    """Children of a grant by full ID number; of all others, and of those whom it avoids, even the database tells nothing."""
    by_token = {token(number): number for number in numbers}
    found: dict[str, Registered] = {}
    for token_, child, place in query.rows("SELECT token, child, place FROM identity_find(%s)", [list(by_token)]):
        if grant.covers(place) and child not in grant.avoids:
            found.setdefault(by_token[bytes(token_)], Registered(child, place))
    return found


def refuse_taken(grant: Grant, number: str | None, own: uuid.UUID | None = None) -> None:
    """Raise Taken when a number is on file for another child of the grant than `own`.

    Asked of a record that is otherwise complete and valid, just before it is written."""
    found = find(grant, [number]).get(number) if number else None
    if found and found.child != own:
        raise Taken(found.child)


def put(pairs: Sequence[tuple[str | None, uuid.UUID]]) -> None:
    """Register numbers for children just written, replacing or (None) dropping their old ones; one that is taken waits."""
    if pairs:
        put_listed(*listed(pairs))


def listed(pairs: Sequence[tuple[str | None, uuid.UUID]]) -> tuple[str, str]:
    """Hashes and children as two arrays in PostgreSQL's own text, worked out without the database."""
    tokens = [rf'"\\x{token(number).hex()}"' if number else "NULL" for number, _ in pairs]
    return query.array(tokens), query.array(child for _, child in pairs)


def put_listed(tokens: str, children: str) -> None:
    """As `put`, for what was `listed`."""
    query.rows("SELECT identity_put(%s::bytea[], %s::uuid[])", [tokens, children])


def shared(children: Sequence[uuid.UUID] | None) -> list[Pair]:
    """Pairs of files of the present scope under one number: those about some children, or (None) all."""
    asked = None if children is None else query.array(children)
    return query.rows("SELECT first, second FROM identity_shared(%s::uuid[])", [asked])  # type: ignore[return-value]  # two columns
