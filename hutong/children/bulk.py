"""Rows in, few or a hundred thousand, by one call. Under row-level security COPY goes to a temporary table first."""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import connection, models

from hutong.accounts.managers import plain
from hutong.config.sealing import SealedTextField, token

FEW = 300
# Rows whose text is held in memory at once.
BLOCK = 5_000
Row = dict[str, Any]
Write = Callable[[Any], str]
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Insert rows given as {column attribute: finished value}; runs in the caller's transaction and scope."""
    rows = list(rows)
    if len(rows) <= FEW:
        plain(model).bulk_create([model(**row) for row in rows])
    else:
        _copy(model, rows)


def sealed(model: type[models.Model], key: uuid.UUID, values: Row) -> Row:
    """The same values with sealed columns encrypted for the row that will have this key."""
    columns = _sealed_columns(model)
    closed = {name: columns[name].close_for(key, value) if name in columns else value for name, value in values.items()}
    return closed | hashed(model, values)


def hashed(model: type[models.Model], values: Row) -> Row:
    """The keyed hashes that stand beside sealed columns (`phone_token` beside `phone`), for those of them given."""
    given = [name for name in _hashed_columns(model) if name in values]
    return {f"{name}_token": token(values[name]) if values[name] else None for name in given}


@cache
def _hashed_columns(model: type[models.Model]) -> tuple[str, ...]:
    names = {column.name for column in model._meta.fields}
    return tuple(name for name in _sealed_columns(model) if f"{name}_token" in names)


@cache
def _sealed_columns(model: type[models.Model]) -> dict[str, SealedTextField]:
    return {column.name: column for column in model._meta.fields if isinstance(column, SealedTextField)}


def _copy(model: type[models.Model], rows: list[Row]) -> None:
    """COPY the columns that any row names; the rest of each row is the same everywhere and comes with the INSERT."""
    named = set().union(*rows)
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    given = [field for field in fields if field.attname in named or _makes_one_each(field)]
    same = [field for field in fields if field not in given]
    constants = [field.get_db_prep_save(field.get_default(), connection) for field in same]
    table, names = model._meta.db_table, _names(given)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]  # psycopg's own, behind Django's
            for text in _texts(given, rows):
                copy.write(text)
        select = ", ".join([names, *["%s"] * len(same)])
        cursor.execute(f"INSERT INTO {table} ({_names([*given, *same])}) SELECT {select} FROM staging", constants)
        cursor.execute("DROP TABLE staging")


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def _texts(fields: Sequence[Any], rows: list[Row]) -> Iterator[str]:
    """COPY's text form, a block of rows at a time, column by column: adapting value by value took half the time."""
    columns = [_column(field) for field in fields]
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        yield "\n".join(map("\t".join, zip(*[column(block) for column in columns], strict=True))) + "\n"


def _column(field: Any) -> Callable[[list[Row]], list[str]]:
    name, write = field.attname, _writer(field)
    if _makes_one_each(field):
        return lambda rows: [write(row[name] if name in row else field.default()) for row in rows]
    empty = field.get_default()
    return lambda rows: [r"\N" if (v := row.get(name, empty)) is None else write(v) for row in rows]


def _makes_one_each(field: Any) -> bool:
    return field.has_default() and callable(field.default)


def _writer(field: Any) -> Write:
    """How one column's values are written; str() says numbers, days, moments and ids as PostgreSQL reads them."""
    if isinstance(field, models.BinaryField):
        return lambda value: r"\\x" + value.hex()
    if isinstance(field, models.JSONField):
        return lambda value: _plain(json.dumps(value, ensure_ascii=False))
    if isinstance(field, DateRangeField):
        return lambda value: f"[{value.lower or ''},{value.upper or ''})"
    return _plain if isinstance(field, (models.CharField, models.TextField)) else str


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text) if _SPECIAL.search(text) else str(text)
