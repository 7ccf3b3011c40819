"""Lists page by key: the place in the list is the last row's sort values, never a count of rows skipped."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from hutong.accounts.positions import decode, encode, refused

__all__ = ["decode", "encode", "page", "refused", "total"]

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
    """One page in the order of `key` ('-x' descends) and `unique`, and where the next one begins.

    Neither column is ever NULL, and both run in one direction, so that an index over the two serves either way round.
    """
    keys = [key, f"-{unique}" if key[0] == "-" else unique]
    ordered = rows.order_by(*keys)
    if after:
        try:
            ordered = ordered.filter(_beyond(keys, decode(after)))
        except ValidationError:
            raise refused() from None
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return found[:limit], encode(*(getattr(found[limit - 1], k.lstrip("-")) for k in keys)) if more else None


def _beyond(keys: list[str], values: list[str]) -> Q:
    """Rows after the given ones: (a, b) > (x, y), spelled so that the first column bounds the index."""
    (first, second), (x, y) = (key.lstrip("-") for key in keys), values
    later = "lt" if keys[0][0] == "-" else "gt"
    return Q(**{f"{first}__{later}e": x}) & (Q(**{f"{first}__{later}": x}) | Q(**{f"{second}__{later}": y}))
