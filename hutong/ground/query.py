"""SQL by hand, where the ORM has no words for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql import base

Rows = Callable[..., list[tuple[Any, ...]]]


def rows(sql: Any, values: Any = None) -> list[tuple[Any, ...]]:
    """All rows of a statement, a text or one composed, on the application's connection. values: a list for %s, a dict for %(name)s."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def run(sql: str, values: Any = None) -> int:
    """Execute a statement; gives the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def together(*asked: Any) -> list[list[Any]]:
    """The rows of several query sets, of whole models or `values_list`, in one round to the database; as each gives alone."""
    statements = [compiled(rows) for rows in asked]
    sent = [one for one in statements if one]
    with connection.cursor() as cursor:
        if sent:
            cursor.execute("; ".join(sql for sql, _ in sent), [value for _, values in sent for value in values])
        return [
            _told(cursor, rows, one is not sent[0]) if one else [] for rows, one in zip(asked, statements, strict=True)
        ]


def compiled(rows: Any) -> tuple[str, tuple[Any, ...]] | None:
    """Statement and values of a query set; None where it can have no rows."""
    try:
        return rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None


def _told(cursor: Any, rows: Any, following: bool) -> list[Any]:
    if following:
        cursor.nextset()
    found = _converted(rows, cursor.fetchall())
    if rows.query.values_select:
        return found
    names = [field.attname for field in rows.model._meta.concrete_fields]
    return [rows.model.from_db(connection.alias, names, row) for row in found]


def _converted(rows: Any, found: list[Any]) -> list[Any]:
    """JSON and what fields make of their columns, as Django's own reading does."""
    compiler = rows.query.get_compiler(connection=connection)
    compiler.setup_query()
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found


@contextmanager
def planned_once() -> Iterator[Rows]:
    """A `rows` for statements that take longer to plan than to do: each connection plans them once, for any values.

    Not for values that are many: the plan would be one for few.
    """
    run("SET LOCAL plan_cache_mode = force_generic_plan")
    yield bound
    run("SET LOCAL plan_cache_mode = auto")


def bound(sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    """`rows`, the values sent beside the statement: one that is long and named often is not written into it each time."""
    with connection.make_cursor(base.ServerBindingCursor(connection.connection)) as cursor:  # type: ignore[attr-defined]  # defined under a condition
        cursor.execute(sql, values)
        return cursor.fetchall()
