"""SQL by hand, where the ORM has no words for it: composed by `composed` alone, values always beside it."""

from collections.abc import Iterable
from typing import Any, LiteralString, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.postgresql import base
from psycopg import sql

Part = str | sql.Composable


def text(words: str) -> sql.SQL:
    """SQL of the program's own words, never of anybody else's."""
    return sql.SQL(cast(LiteralString, words))


def composed(words: str, /, **parts: Part) -> sql.Composed:
    """SQL with its `{holes}` filled by name; a part that is a text is SQL of ours, and may name the parts before it."""
    put: dict[str, sql.Composable] = {}
    for name, part in parts.items():
        put[name] = text(part).format(**put) if isinstance(part, str) else part
    return text(words).format(**put)


def joined(parts: Iterable[Part], between: str = ", ") -> sql.Composed:
    """Parts one after the other."""
    return text(between).join([text(part) if isinstance(part, str) else part for part in parts])


def array(values: Iterable[object]) -> str:
    """Ids, numbers or keys as one value in PostgreSQL's own text of an array: sooner made than a list is sent."""
    return f"{{{','.join(map(str, values))}}}"


def rows(asked: Part, values: Any = None, using: str = "default") -> list[tuple[Any, ...]]:
    """All rows of a statement, on the application's connection unless said. values: a list for %s, a dict for %(name)s."""
    with connections[using].cursor() as cursor:
        cursor.execute(asked, values)  # type: ignore[arg-type]  # django-types knows texts alone
        return cursor.fetchall()


def run(asked: Part, values: Any = None) -> int:
    """Execute a statement; gives the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(asked, values)  # type: ignore[arg-type]  # likewise
        return cursor.rowcount


def one_by_one(what: str) -> None:
    """Whoever does the same at the same moment waits here until this transaction is over, and then finds what it made."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def together(*asked: Any) -> list[list[Any]]:
    """The rows of several query sets, of whole models or `values_list`, in one round to the database; as each gives alone."""
    statements = [compiled(rows) for rows in asked]
    sent = [one for one in statements if one]
    with connection.cursor() as cursor:
        if sent:
            cursor.execute("; ".join(one for one, _ in sent), [value for _, values in sent for value in values])
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


def bound(asked: Part, values: Any = None) -> list[tuple[Any, ...]]:
    """`rows`, the values sent beside the statement: one that is long and asked often is read, and soon planned, once a connection.

    PostgreSQL itself sees when one plan serves all values: told to (plan_cache_mode), it was no faster (docs/bench.md).
    """
    with connection.make_cursor(base.ServerBindingCursor(connection.connection)) as cursor:  # type: ignore[attr-defined]  # defined under a condition
        cursor.execute(asked, values)
        return cursor.fetchall()
