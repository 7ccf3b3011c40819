"""Lists page by key: the place in the list is the last row's sort values, never a count of rows skipped."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from psycopg import sql

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.positions import decode, encode, refused
from hutong.ground import planning, query
from hutong.places.codes import WIDTH, Level

__all__ = ["decode", "encode", "gathered", "page", "refused", "total"]

EXACT = 10_000


def total(rows: QuerySet[Any]) -> dict[str, Any]:
    """How many rows a list has: exact to 10,000."""
    return capped(rows.order_by()[: EXACT + 1].count())


def capped(count: int) -> dict[str, Any]:
    """The same of a count that is known."""
    return {"count": min(count, EXACT), "capped": count > EXACT}


def page(
    rows: QuerySet[Any], key: str, after: str | None, limit: int, unique: str = "id"
) -> tuple[list[Any], str | None]:
    """One page in the order of `key` ('-x' descends) and `unique`, both in one direction; and where the next one begins."""
    return positions.page(rows, _keys(key, unique), after, limit)


def _keys(key: str, unique: str = "id") -> list[str]:
    return [key, f"-{unique}" if key[0] == "-" else unique]


def large(grant: Grant) -> bool:
    """Whether a grant holds a county or more."""
    return any(high - low >= WIDTH[Level.COUNTY] for low, high in grant.bounds)


def walking(yes: bool) -> AbstractContextManager[None]:
    """A county holds one row in fifty or so of a province: a page of it is found sooner along the list of all, passing
    over the others unread, than by gathering the county's and sorting them, which PostgreSQL would."""
    return planning.along_an_index() if yes else nullcontext()


UP, DOWN = ("", "({first}, id) > (%s, %s)"), ("DESC", "({first}, id) < (%s, %s)")
GATHERED = """
WITH found AS MATERIALIZED ({rows})
SELECT (SELECT count(*) FROM found), ARRAY(SELECT id FROM found WHERE {beyond} ORDER BY {first} {way}, id {way} LIMIT %s)
"""


def gathered(
    rows: QuerySet[Any], key: str, after: str | None, limit: int
) -> tuple[list[Any], str | None, dict[str, Any]]:
    """A page by `key` and id, and the total, of rows that PostgreSQL must find before it can sort them: found once for both.

    For rows that are few beside all that an index in the order of the list would pass.
    """
    keys, first, model = _keys(key), key.lstrip("-"), rows.model
    compiled = query.compiled(rows.order_by().values_list("id", first))
    if compiled is None:
        return [], None, capped(0)
    place = _values(model, [first, "id"], decode(after)) if after else []
    way, beyond = DOWN if key[0] == "-" else UP
    found, values = compiled
    # As it is: what the ORM compiled may hold braces of its own.
    parts = {"rows": query.text(found), "beyond": beyond if after else "true", "way": way}
    asked = query.composed(GATHERED, first=sql.Identifier(first), **parts)
    [[count, ids]] = query.rows(asked, [*values, *place, limit + 1])
    known = plain(model).in_bulk(ids)
    return *positions.cut([known[one] for one in ids], keys, limit), capped(count)


def _values(model: type[Model], names: list[str], told: list[str]) -> list[Any]:
    try:
        return [model._meta.get_field(name).to_python(one) for name, one in zip(names, told, strict=True)]
    except ValidationError:
        raise refused() from None
