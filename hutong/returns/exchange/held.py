"""What the national system holds, as far as it answered: the newest settled row of each child and post."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.ground import query
from hutong.ground.query import composed
from hutong.returns.exchange import template
from hutong.returns.models import ExchangeRow

NEWEST = """
SELECT DISTINCT ON (r.subject) r.subject, r.kind, r.what, r.outcome, r.digest, r.id, r.place
FROM returns_exchangerow r WHERE ({inside}) AND r.settled_at IS NOT NULL
ORDER BY r.subject, r.settled_at DESC, r.id DESC
"""


@dataclass(frozen=True)
class Held:
    """A subject that the national system holds; digest: of the values that it holds, empty where they differ from ours."""

    kind: str
    digest: bytes
    row: int
    place: int


def held(grant: Grant) -> dict[uuid.UUID, Held]:
    """Who is held of a scope, by subject."""
    found = query.rows(composed(NEWEST, inside=grant.inside("r.place", "r.subject")))
    return {
        subject: Held(kind, bytes(digest), row, place)
        for subject, kind, what, outcome, digest, row, place in found
        if outcome != "absent" and not (outcome == "accepted" and what == "left")
    }


def values_of(some: Iterable[Held]) -> dict[int, dict[str, Any]]:
    """What they hold of each, by row."""
    rows = plain(ExchangeRow).filter(pk__in=[one.row for one in some])
    return {row.pk: template.unsealed(row.data, row.exchange_id, row.position) for row in rows}  # type: ignore[attr-defined]  # django-types
