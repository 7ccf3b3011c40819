"""SQL by hand, where the ORM has no words for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql import base

Rows = Callable[..., list[tuple[Any, ...]]]


def rows(sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    """All rows of a statement on the application's connection. values: a list for %s, a dict for %(name)s."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def run(sql: str, values: Any = None) -> int:
    """Execute a statement; gives the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@contextmanager
def planned_once() -> Iterator[Rows]:
    """A `rows` for statements that take longer to plan than to do: each connection plans them once, for any values.

    Not for values that are many: the plan would be one for few.
    """
    run("SET LOCAL plan_cache_mode = force_generic_plan")
    yield _rows_prepared
    run("SET LOCAL plan_cache_mode = auto")


def _rows_prepared(sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.make_cursor(base.ServerBindingCursor(connection.connection)) as cursor:  # type: ignore[attr-defined]  # defined under a condition
        cursor.execute(sql, values)
        return cursor.fetchall()
