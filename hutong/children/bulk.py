"""Rows in, few or a hundred thousand, by one call. Under row-level security COPY goes to a temporary table first."""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import connection, models
from psycopg import sql

from hutong.accounts.managers import plain
from hutong.children.models.sealed import CountyField
from hutong.ground.ahead import ahead
from hutong.ground.query import Part, composed, joined
from hutong.ground.sealing import SealedLinkField, SealedTextField, token

FEW = 300
STAGE = "CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"
COPY = "COPY staging ({names}) FROM STDIN"
INSERT = "INSERT INTO {table} ({all}) SELECT {values} FROM staging"
Row = dict[str, Any]
Write = Callable[[Any], str]
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


@dataclass(frozen=True)
class Ready:
    """Rows of one table made ready without the database: a few as they are, many as the text that COPY reads."""

    model: type[models.Model]
    rows: Sequence[Row] = ()
    fields: Sequence[Any] = ()
    text: str = ""


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Insert rows given as {column attribute: finished value}; runs in the caller's transaction and scope."""
    for block in ahead(lambda block: ready(model, block), rows):
        put(block)


def ready(model: type[models.Model], rows: Sequence[Row]) -> Ready:
    """Rows made ready to be `put`."""
    if len(rows) <= FEW:
        return Ready(model, rows=rows)
    named = set().union(*rows)
    fields = [f for f in model._meta.concrete_fields if f.attname in named or _makes_one_each(f)]
    return Ready(model, fields=fields, text=_text(fields, rows))


def whole(model: type[models.Model], rows: Sequence[Row]) -> Ready:
    """Rows with all their columns as text, for who writes past row-level security (`hutong simulate`); what the database
    draws by itself is left to it, unless the rows say it."""
    drawn = [f for f in model._meta.concrete_fields if isinstance(f, models.AutoField) or f.has_db_default()]
    fields = [f for f in model._meta.concrete_fields if f not in drawn or f.attname in rows[0]]
    return Ready(model, fields=fields, text=_text(fields, rows))


def put(block: Ready) -> None:
    """Insert rows that were made ready."""
    if block.text:
        _copy(block)
    elif block.rows:
        plain(block.model).bulk_create([block.model(**row) for row in block.rows])


def sealed(model: type[models.Model], key: uuid.UUID | str, values: Row) -> Row:
    """The same values with sealed columns encrypted for the row that will have this key."""
    closed = dict(values)
    for name, column in _sealed_columns(model).items():
        if name in values or column.always:
            closed[name] = column.close_for(key, values.get(name))
    for name in _hashed_columns(model):
        if name in values:
            closed[f"{name}_token"] = token(values[name]) if values[name] else None
    return closed


@cache
def _hashed_columns(model: type[models.Model]) -> tuple[str, ...]:
    names = {column.name for column in model._meta.fields}
    return tuple(name for name in _sealed_columns(model) if f"{name}_token" in names)


@cache
def _sealed_columns(model: type[models.Model]) -> dict[str, SealedTextField]:
    return {column.name: column for column in model._meta.fields if isinstance(column, SealedTextField)}


def _copy(block: Ready) -> None:
    """COPY the columns that any row names; the rest of each row is the same everywhere and comes with the INSERT."""
    given = block.fields
    concrete = block.model._meta.concrete_fields
    same = [f for f in concrete if f not in given and not isinstance(f, models.AutoField) and not f.has_db_default()]
    constants = [field.get_db_prep_save(field.get_default(), connection) for field in same]
    put: dict[str, Part] = {
        "table": sql.Identifier(block.model._meta.db_table), "names": _names(given), "all": _names([*given, *same]),
        "values": joined([_names(given), *["%s"] * len(same)]),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(composed(STAGE, **put))  # type: ignore[arg-type]  # django-types knows texts alone
        with cursor.copy(composed(COPY, **put)) as copy:  # type: ignore[attr-defined]  # psycopg's own, behind Django's
            copy.write(block.text)
        cursor.execute(composed(INSERT, **put), constants)  # type: ignore[arg-type]  # likewise
        cursor.execute("DROP TABLE staging")


def _names(fields: Sequence[Any]) -> sql.Composable:
    return joined(sql.Identifier(field.column) for field in fields)


def _text(fields: Sequence[Any], rows: Sequence[Row]) -> str:
    """COPY's text form, column by column: adapting value by value took half the time."""
    columns = [_column(field)(rows) for field in fields]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _column(field: Any) -> Callable[[Sequence[Row]], list[str]]:
    name, write = field.attname, _writer(field)
    if _makes_one_each(field):
        return lambda rows: [write(row[name] if name in row else field.default()) for row in rows]
    empty = field.get_default()
    if write is _plain:
        return lambda rows: _texts([row.get(name, empty) for row in rows])
    return lambda rows: [r"\N" if (v := row.get(name, empty)) is None else write(v) for row in rows]


def _texts(values: list[str | None]) -> list[str]:
    """Texts as COPY reads them; looking through a whole column at once finds faster that none needs a backslash."""
    write = _plain if _SPECIAL.search("".join(filter(None, values))) else str
    return [r"\N" if value is None else write(value) for value in values]


def _makes_one_each(field: Any) -> bool:
    return field.has_default() and callable(field.default)


def _writer(field: Any) -> Write:
    """How one column's values are written; str() says numbers, days, moments and ids as PostgreSQL reads them."""
    if isinstance(field, models.BinaryField):
        return lambda value: r"\\x" + value.hex()
    if isinstance(field, SealedLinkField | CountyField):
        return lambda value: str(field.get_db_prep_save(value, connection))
    if isinstance(field, models.JSONField):
        return lambda value: _plain(json.dumps(value, ensure_ascii=False))
    if isinstance(field, DateRangeField):
        return lambda value: f"[{value.lower or ''},{value.upper or ''})"
    return _plain if isinstance(field, (models.CharField, models.TextField)) else str


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text)
