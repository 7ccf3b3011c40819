"""A place in a list, for the address of the next page: the last row's sort values, never a count of rows skipped.

Sealed, for they hold a name or a day of birth, and addresses are kept by routers, proxies and browsers.
Every list tells its true total and where its next page begins (tests/test_lists.py).
"""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from hutong.accounts.http import Problem
from hutong.ground.sealing import open_bytes, seal_bytes

BOUND_TO = "position"

PAGE = 50


def encode(*values: Any) -> str:
    """A place in a list, for the address of the next page."""
    told = json.dumps([str(value) for value in values]).encode()
    return base64.urlsafe_b64encode(seal_bytes(told, BOUND_TO)).decode()


def decode(after: str, count: int = 2) -> list[str]:
    """The sort values. Raises Problem 422 for what is no place in a list; a column refuses a value of the wrong kind."""
    try:
        values = json.loads(open_bytes(base64.urlsafe_b64decode(after), BOUND_TO))
    except ValueError:
        raise refused() from None
    if not isinstance(values, list) or len(values) != count or not all(isinstance(v, str) for v in values):
        raise refused()
    return values


def refused() -> Problem:
    """The answer to a position that is none."""
    return Problem(422, "翻页位置无效，请回到第一页。", "invalid")


def page(rows: QuerySet[Any], keys: Sequence[str], after: str | None, limit: int = 0) -> tuple[list[Any], str | None]:
    """One page in the order of `keys` ('-x' descends; the last is unique), and where the next one begins.

    No column is ever NULL. Where all run in one direction, an index over them serves either way round.
    Raises Problem 422 for a position that is none."""
    ordered = rows.order_by(*keys)
    if after:
        try:
            ordered = ordered.filter(_beyond(keys, decode(after, len(keys))))
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise refused() from None
    return cut(list(ordered[: limit + 1]), keys, limit)


def listed(
    rows: QuerySet[Any], keys: Sequence[str], after: str | None, limit: int = 0
) -> tuple[list[Any], dict[str, Any]]:
    """A page as `page` gives it, and what stands under it: {total, next}; the total is exact."""
    found, following = page(rows, keys, after, limit or PAGE)
    return found, {"total": rows.order_by().count(), "next": following}


def picked(
    rows: Sequence[Any], key: Callable[[Any], Any], after: str | None, limit: int = 0
) -> tuple[list[Any], dict[str, Any]]:
    """The same of a list that had to be made as a whole; key: what is unique in it. Raises Problem 422."""
    first, limit = 0, limit or PAGE
    if after:
        [last] = decode(after, 1)
        first = next((n for n, row in enumerate(rows, 1) if str(key(row)) == last), 0)
        if not first:
            raise refused()
    found = list(rows[first : first + limit])
    following = encode(key(found[-1])) if first + limit < len(rows) else None
    return found, {"total": len(rows), "next": following}


def cut(found: list[Any], keys: Sequence[str], limit: int) -> tuple[list[Any], str | None]:
    """Of one row more than a page holds the page, and where the next one begins."""
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], encode(*(_value(last, key.lstrip("-")) for key in keys))


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _beyond(keys: Sequence[str], values: Sequence[str]) -> Q:
    """Rows after the given ones: (a, b) > (x, y), spelled so that the first column bounds the index."""
    name, later, value = keys[0].lstrip("-"), "lt" if keys[0][0] == "-" else "gt", values[0]
    if len(keys) == 1:
        return Q(**{f"{name}__{later}": value})
    rest = _beyond(keys[1:], values[1:])
    return Q(**{f"{name}__{later}e": value}) & (Q(**{f"{name}__{later}": value}) | rest)
