"""Two files of one child, and all that belongs to a file, for comparison."""

import json
import uuid
from collections.abc import Collection
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.doubles.models import Double
from hutong.ground import query
from hutong.ground.sealing import link
from hutong.records import registry

# What moves on by itself: revisions go forward only, search tokens are written anew from the names.
MOVING = {"rev"}
DERIVED = {"children_token"}


def everything(children: Collection[uuid.UUID]) -> dict[str, list[dict[str, Any]]]:
    """Every row of some children in every table that follows a child, without what moves on by itself."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model, column in ((record.model, record.column) for record in registry.travelling("merge")):
        table = model._meta.db_table
        named = [*children, *map(link, children)]
        rows = query.rows(f'SELECT to_jsonb(t) FROM {table} t WHERE "{column}" = ANY (%s)', [named])
        without = MOVING | ({"id"} if table in DERIVED else set())
        found[table] = sorted(
            ({k: v for k, v in json.loads(row).items() if k not in without} for [row] in rows), key=repr
        )
    return found


def proposal(grant: Grant, one: uuid.UUID, other: uuid.UUID) -> Double | None:
    """What is known of a pair."""
    first, second = sorted((one, other))
    return Double.objects.within(grant).filter(first=first, second=second).first()


def owned(model: Any, child: uuid.UUID) -> int:
    """How many rows of a table belong to a child."""
    return plain(model).filter(child=child).count()
