"""Rows in, few or a hundred thousand, by one call. Under row-level security COPY goes to a temporary table first."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from hutong.accounts.managers import plain
from hutong.config.sealing import SealedTextField

FEW = 300
Row = dict[str, Any]


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Insert rows given as {column attribute: finished value}; runs in the caller's transaction and scope."""
    rows = list(rows)
    if len(rows) <= FEW:
        plain(model).bulk_create([model(**row) for row in rows])
    else:
        _copy(model, rows)


def sealed(model: type[models.Model], key: uuid.UUID, values: Row) -> Row:
    """The same values with sealed columns encrypted for the row that will have this key."""
    columns = {column.name: column for column in model._meta.fields if isinstance(column, SealedTextField)}
    return {name: columns[name].close_for(key, value) if name in columns else value for name, value in values.items()}


def _copy(model: type[models.Model], rows: list[Row]) -> None:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    readers = [_reader(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row([read(row) for read in readers])
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staging; DROP TABLE staging")


def _reader(field: Any) -> Callable[[Row], Any]:
    """How a column's value is taken from a row; psycopg adapts plain Python values by itself."""
    name = field.attname
    if field.has_default() and callable(field.default):
        return lambda row: row[name] if name in row else field.default()
    if isinstance(field, models.JSONField):
        return lambda row: Jsonb(row[name])
    empty = field.get_default()
    return lambda row: row.get(name, empty)
