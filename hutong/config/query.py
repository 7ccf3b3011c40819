"""SQL by hand, where the ORM has no words for it."""

from typing import Any

from django.db import connection


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
