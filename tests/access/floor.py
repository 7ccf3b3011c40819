"""What stands under the routes, asked one by one: PostgreSQL's policies, and the filter of every scoped model.

A route shows only what both let through, so that one of them could be gone and no answer would tell. Here each is asked
alone: the database without the application's filter, the filter on a connection that no policy binds.
"""

from __future__ import annotations

from typing import Any

from tests.access.roles import BESIDE_COUNTY, CALLERS, COUNTY, EXPIRED, FAR, SHARED, relation
from tests.access.world import World

COUNTY_CALLER = next(one for one in CALLERS if one.name == "county")


def grant(world: World, who: str = COUNTY_CALLER.name) -> Any:
    """The county officer's grant, or another caller's."""
    from hutong.accounts import held

    found = held.grant_of(world.people[who, "active"])
    assert found is not None
    return found


def outside(place: int) -> bool:
    return relation(COUNTY, place) not in ("own", "below")


def fenced() -> list[str]:
    """Tables with row-level security and a place."""
    from hutong.ground import query

    return [
        name
        for (name,) in query.rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'place' "
            "WHERE c.relrowsecurity AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
        )
    ]


def visible(world: World, table: str) -> dict[int, int]:
    """Rows by place that the database alone shows the officer; a scope is set, the application's filter is not."""
    from hutong.accounts import context
    from hutong.ground import query

    with context.within(grant(world)):
        return dict(query.rows(f"SELECT place, count(*) FROM {table} GROUP BY place"))


def all_rows(table: str, using: str = "owner") -> dict[int, int]:
    """Rows by place that there are, asked as the owner, whom no policy binds."""
    from django.db import connections

    with connections[using].cursor() as cursor:
        cursor.execute("SET row_security = off")
        cursor.execute(f"SELECT place, count(*) FROM {table} GROUP BY place")
        return dict(cursor.fetchall())


def filtered(world: World, model: Any) -> set[int]:
    """The places that a model's own filter gives the officer, on a connection that no policy binds."""
    rows = model.objects.within(grant(world)).using("owner")
    return set(rows.order_by().values_list("place", flat=True).distinct())


FOREIGN = (BESIDE_COUNTY, FAR, SHARED, EXPIRED)
