"""The ledger values of many children by one statement, which gives every value as a ledger writes it; only words, numbers
that are sealed and names of places are left to Python. A province has hundreds of thousands of rows, and making rows of
five tables into files took longer than all the rest."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import Model
from psycopg import sql

from hutong.children.age import age
from hutong.children.groups import BY_KEY
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling
from hutong.children.models.choices import IdKind, Risk
from hutong.ground import query
from hutong.ground.query import Part, composed, joined
from hutong.ground.sealing import unseal
from hutong.ledgers.intake.mapping import CARER, GUARDIAN, where
from hutong.ledgers.reading.answer import has_words, shown
from hutong.places.codes import Level, at_level

Names = Mapping[int, str]
# From a row of the statement, the names of its places and the day to a cell.
Cell = Callable[[Sequence[Any], Names, date], Any]
ID_KINDS, RISKS = dict(IdKind.choices), dict(Risk.choices)
STATEMENT = """
SELECT {columns} FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY w(id, nth) JOIN children_child c ON c.id = w.id {joins}
ORDER BY w.nth
"""
# The newest of a kind. Who has no guardian beside the carer has the carer in the guardian's place.
NEWEST = """LEFT JOIN LATERAL (
    SELECT * FROM {table} t WHERE t.child_id = c.id AND t.period @> %(on)s::date {kind} ORDER BY {order} LIMIT 1) {name} ON true
"""
LISTED = "(SELECT string_agg(t.{column}, ',' ORDER BY {order}) FROM {table} t WHERE t.child_id = c.id AND t.period @> %(on)s::date)"
LISTS = {"categories": (Category, "key", "t.period, t.key"), "aid": (AidReceived, "kind", "t.kind")}
# What a file is said to be beside its fields: the column, and what becomes of it.
OWN: dict[str, tuple[str, Callable[[Any, Names, date], Any]]] = {
    "serial": ("NULL", lambda value, names, on: None),
    "number": ("c.number", lambda value, names, on: value),
    "village": ("c.place", lambda place, names, on: names.get(place, str(place))),
    "township": ("c.place", lambda place, names, on: names.get(at_level(place, Level.TOWNSHIP), "")),
    "county": ("c.place", lambda place, names, on: names.get(at_level(place, Level.COUNTY), "")),
    "id_type": ("c.id_kind", lambda value, names, on: ID_KINDS[value]),
    "age_now": ("c.birth_date", lambda value, names, on: age(value, on)),
    "registered": ("c.registered_on::text", lambda value, names, on: value),
    "risk": ("c.risk", lambda value, names, on: RISKS.get(value, "")),
    "state": ("c.exited_on IS NULL", lambda value, names, on: "在册" if value else "已退出"),
}
# Few values, asked for a million times.
_shown = lru_cache(10_000)(shown)


def read(children: Sequence[uuid.UUID], fields: tuple[str, ...], on: date) -> list[tuple[Any, ...]]:
    """(id as text, place, …) of children in scope, in the order given, for `cells`; row-level security holds."""
    return query.rows(_plan(fields)[0], {"ids": query.array(children), "on": on}) if children else []


def cells(row: Sequence[Any], fields: tuple[str, ...], names: Names, on: date) -> list[Any]:
    """The values of one row by field, as a ledger writes them, numbers in full."""
    return [cell(row, names, on) for cell in _plan(fields)[1]]


@cache
def _plan(fields: tuple[str, ...]) -> tuple[sql.Composed, tuple[Cell, ...]]:
    """The statement for some fields, and how each cell is made of its row."""
    columns: list[Part] = ["c.id::text", "c.place"]
    joins: dict[str, Part] = {}
    made = tuple(_cell(field, columns, joins) for field in fields)
    return composed(STATEMENT, columns=joined(columns), joins=joined(joins.values(), " ")), made


def _cell(field: str, columns: list[Part], joins: dict[str, Part]) -> Cell:
    if field in OWN:
        column, tell = OWN[field]
        own = _put(columns, column)
        return lambda row, names, on: tell(row[own], names, on)
    if field in LISTS:
        model, column, order = LISTS[field]
        shown = composed(LISTED, column=column, table=sql.Identifier(model._meta.db_table), order=order)
        return _reader(field, _put(columns, shown))
    at = where(field, True)
    if at is None:
        return lambda row, names, on: None
    key, name, sealed = at
    alias = _joined(key, joins)
    column = sql.Identifier(alias, name)
    if sealed is None:
        return _reader(field, _put(columns, _text(column, BY_KEY[key].column(name))))
    value, whose = _put(columns, column), _put(columns, composed("{key}::text", key=sql.Identifier(alias, "id")))
    bound = sealed.bound_to("")
    return lambda row, names, on: None if row[value] is None else unseal(row[value], bound + row[whose]) or None


def _reader(field: str, at: int) -> Cell:
    if has_words(field):
        return lambda row, names, on: _shown(field, row[at])
    found = itemgetter(at)
    return lambda row, names, on: found(row)


def _put(columns: list[Part], column: Part) -> int:
    if column not in columns:
        columns.append(column)
    return columns.index(column)


def _joined(key: str, joins: dict[str, Part]) -> str:
    """The alias under which a group's row stands in the statement."""
    model = BY_KEY[key].model
    if model is Child:
        return "c"
    if model is Schooling:
        joins[key] = _newest(model, key, "", "t.id DESC")
        return key
    kind, order = "AND t.kind = {key}", "t.period DESC"
    if key == GUARDIAN:
        kind, order = "AND t.kind IN ({key}, {carer})", "t.kind = {key} DESC, t.period DESC"
    joins[key] = _newest(Relative, key, kind, order)
    return key


def _newest(model: type[Model], key: str, kind: str, order: str) -> sql.Composable:
    literals, table = {"key": sql.Literal(key), "carer": sql.Literal(CARER)}, sql.Identifier(model._meta.db_table)
    return composed(NEWEST, **literals, table=table, kind=kind, order=order, name=sql.Identifier(key))


def _text(column: Part, field: Any) -> sql.Composable:
    if field.get_internal_type() == "BooleanField":
        return composed("CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' END", column=column)
    return composed("nullif({column}::text, '')", column=column)
