"""Every record of a unit follows it to its new code: all tables with a place, found in Django's registry."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Model
from psycopg import sql

from hutong.accounts import context
from hutong.accounts.carried import scoped_models
from hutong.accounts.models import Person
from hutong.ground import query
from hutong.workforce.changes.plan import Shift

SHIFTED = """
UPDATE {table} t SET {column} = t.{column} - s.low + s.begins
FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[], %(tos)s::bigint[]) AS s(low, high, begins)
WHERE t.{column} >= s.low AND t.{column} < s.high
"""
BETWEEN = "SELECT {key} FROM {table} WHERE {column} >= %s AND {column} < %s"
MOVED = "UPDATE {table} SET {column} = {column} - %s + %s WHERE {key} = %s"
COUNT = "SELECT count(*) FROM {table} WHERE place >= %s AND place < %s"
# Tables whose entries go to a county's sealed stream (journal/protect.py).
SEALED = """SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgname = 'journal_insert' AND split_part(encode(tgargs, 'escape'), '\\000', 3) = 'sealed'"""


_followers: list[Callable[[list[Shift]], None]] = []


def followed_by(follow: Callable[[list[Shift]], None]) -> None:
    """An app above says what goes along by something else than its own place; called when all else has its new code."""
    _followers.append(follow)


def models() -> list[type[Model]]:
    """What stands at a place; people's accounts too, which sign-in reads before any scope exists."""
    return [*scoped_models(), Person]


def columns(model: type[Model]) -> list[str]:
    """Columns of a model that hold a code of place and follow it. What happened somewhere stays where it happened."""
    # A text is a place as people told it.
    coded = [field.column for field in model._meta.concrete_fields if isinstance(field, BigIntegerField)]
    return [name for name in coded if name == "place" or (name.endswith("_place") and name != "happened_place")]


def read_only() -> list[str]:
    """Tables with a place that the application may read and not update; the database's own function recodes them."""
    tables = [model._meta.db_table for model in models()]
    asked = "SELECT t FROM unnest(%s::text[]) t WHERE NOT has_table_privilege(t, 'UPDATE')"
    return sorted(table for (table,) in query.rows(asked, [tables]))


def carry(shifts: list[Shift], on_progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Recode every record. Runs inside everywhere(), after the database opened the operation for it.

    on_progress: hears how many kinds of records are done, of how many."""
    owners = set(read_only())
    wanted = [(model, column) for model in models() if model._meta.db_table not in owners for column in columns(model)]
    for done, (model, column) in enumerate(wanted):
        on_progress(done, len(wanted))
        _shift(model, column, shifts)
    for follow in _followers:
        follow(shifts)


def _shift(model: type[Model], column: str, shifts: list[Shift]) -> None:
    try:
        with transaction.atomic():
            query.run(_statement(SHIFTED, model, column), _spread(shifts))
    except IntegrityError:
        _one_by_one(model, column, shifts)


def _one_by_one(model: type[Model], column: str, shifts: list[Shift]) -> None:
    """Two units become one, and a table holds one row of a kind for each: what the other has already stays as it was,
    under its old code, which still resolves."""
    for low, high, to in shifts:
        found = query.rows(_statement(BETWEEN, model, column), [low, high])
        for (row,) in found:
            try:
                with transaction.atomic():
                    query.run(_statement(MOVED, model, column), [low, to, row])
            except IntegrityError:
                continue


def _statement(words: str, model: type[Model], column: str) -> sql.Composed:
    key = model._meta.pk.column or "id"  # type: ignore[union-attr]  # every model has one; one of several columns has no name
    names = {"table": model._meta.db_table, "key": key, "column": column}
    return query.composed(words, **{name: sql.Identifier(one) for name, one in names.items()})


def _spread(shifts: list[Shift]) -> dict[str, Any]:
    lows, highs, tos = (list(part) for part in zip(*shifts, strict=True)) if shifts else ([], [], [])
    return {"lows": lows, "highs": highs, "tos": tos}


@contextmanager
def everywhere(*, sealed: bool = False) -> Iterator[None]:
    """The database lets this transaction see every record; sealed ones too, where they are carried and not read."""
    with context.everywhere(), context.changed(sealed="on" if sealed else ""):
        yield


def counts(spans: list[tuple[int, int]]) -> dict[str, int]:
    """How much stands in some intervals of codes: children, posts, duties, files, and all rows but sealed ones.

    Asked inside everywhere(), not sealed: of a village nobody learns from a sum that a sealed matter stands there."""
    names = {"children_child": "children", "accounts_post": "posts", "duties_duty": "duties", "documents_file": "files"}
    found = dict.fromkeys([*names.values(), "records"], 0)
    sealed = {table for (table,) in query.rows(SEALED)}
    for table in sorted({model._meta.db_table for model in scoped_models()} - sealed):
        many = sum(_count(table, low, high) for low, high in spans)
        found["records"] += many
        if name := names.get(table):
            found[name] += many
    return found


def _count(table: str, low: int, high: int) -> int:
    [[many]] = query.rows(query.composed(COUNT, table=sql.Identifier(table)), [low, high])
    return many
