"""Half-open spans of days, as PostgreSQL keeps them."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-not-found]  # not in django-types


def days(lower: date, upper: date | None = None) -> DateRange:
    """[lower, upper); without an upper bound while it lasts."""
    return DateRange(lower, upper)


def first_day(span: Any) -> date:
    """The day on which a fact began; every dated fact has one."""
    assert span.lower is not None
    return span.lower
