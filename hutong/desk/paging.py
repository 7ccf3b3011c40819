"""Lists page by key: the place in the list is the last row's sort values, never a count of rows skipped."""

import base64
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from hutong.accounts.http import Problem

EXACT = 10_000


def total(rows: QuerySet[Any]) -> dict[str, Any]:
    """How many rows a list has: exact to 10,000."""
    count = rows.order_by()[: EXACT + 1].count()
    return {"count": min(count, EXACT), "capped": count > EXACT}


def page(rows: QuerySet[Any], keys: list[str], after: str | None, limit: int) -> tuple[list[Any], str | None]:
    """One page in the order of `keys` ('-x' descends; the last key is unique), and where the next one begins."""
    ordered = rows.order_by(
        *[F(k[1:]).desc(nulls_last=True) if k[0] == "-" else F(k).asc(nulls_last=True) for k in keys]
    )
    if after:
        try:
            ordered = ordered.filter(_beyond(keys, _decode(after, len(keys))))
        except (ValueError, ValidationError):
            raise Problem(422, "翻页位置无效，请回到第一页。", "invalid") from None
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return found[:limit], _encode(found[limit - 1], keys) if more else None


def _beyond(keys: list[str], values: list[Any]) -> Q:
    """Rows after the given ones: (a, b) > (x, y) spelled out, for each key may have its own direction and NULLs."""
    past, equal = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        name = key.lstrip("-")
        if value is not None:
            later = Q(**{f"{name}__{'lt' if key[0] == '-' else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
            past |= equal & later
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return past


def _encode(row: Any, keys: list[str]) -> str:
    values = [getattr(row, key.lstrip("-")) for key in keys]
    return base64.urlsafe_b64encode(json.dumps([None if v is None else str(v) for v in values]).encode()).decode()


def _decode(after: str, count: int) -> list[str | None]:
    """Raises ValueError for what is no place in a list; the column itself refuses a value of the wrong kind."""
    values = json.loads(base64.urlsafe_b64decode(after))
    if not isinstance(values, list) or len(values) != count or any(isinstance(v, (dict, list)) for v in values):
        raise ValueError(after)
    return values
