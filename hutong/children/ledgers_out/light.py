"""Files of a block of children with nothing but what a ledger tells, as plain tuples: a province has hundreds of thousands,
and making model instances of five rows a child took longer than all the rest."""

import uuid
from collections import namedtuple
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from hutong.children.groups import BY_KEY
from hutong.children.intake.mapping import where
from hutong.children.models import Aid, Category, Child, Relative, Schooling
from hutong.children.read import File
from hutong.config import query

# What rosters ask of a child beside its groups.
OWN = ("id", "place", "number", "name", "birth_date", "id_kind", "registered_on", "risk", "exited_on")
OF = "SELECT {columns} FROM {table} WHERE child_id = ANY (%s) AND period @> %s::date ORDER BY {order}"
ORDER = {Relative: "period DESC", Category: "period, key", Schooling: "id", Aid: "id"}


def files(found: Sequence[Any], fields: tuple[str, ...], on: date) -> dict[uuid.UUID, File]:
    """Files of children already fetched in scope, as far as the fields need them; row-level security holds."""
    told = {child.id: File(child) for child in found}
    for row in _rows(Relative, fields, told, on):
        told[row.child_id].relatives.append(row)
    for row in _rows(Category, fields, told, on):
        told[row.child_id].categories.append(row)
    for row in _rows(Schooling, fields, told, on):
        told[row.child_id].schooling = row
    for row in _rows(Aid, fields, told, on):
        told[row.child_id].aids.append(row)
    return told


def child_columns(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a child that a ledger of these fields needs."""
    return tuple(dict.fromkeys([*OWN, *_names(fields)[Child]]))


def _rows(model: Any, fields: tuple[str, ...], told: dict[uuid.UUID, File], on: date) -> list[Any]:
    shape = _shape(model, fields)
    if shape is None or not told:
        return []
    make, sql = shape
    return [make(*row) for row in query.rows(sql, [list(told), on])]


@cache
def _shape(model: Any, fields: tuple[str, ...]) -> tuple[Any, str] | None:
    names = _names(fields)[model]
    if not names:
        return None
    columns: list[str] = list(dict.fromkeys(["pk", "child_id", *(["kind"] if model is Relative else []), *names]))
    sql = OF.format(
        columns=", ".join("id" if name == "pk" else f'"{name}"' for name in columns),
        table=model._meta.db_table,
        order=ORDER[model],
    )
    return namedtuple(model.__name__, columns), sql  # its fields are known when a layout is


@cache
def _names(fields: tuple[str, ...]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {model: [] for model in (Child, Relative, Category, Schooling, Aid)}
    # Whether there is a guardian decides whose name stands as the ledger's 监护人.
    for field in fields:
        for apart in (True, False):
            if at := where(field, apart):
                found[BY_KEY[at[0]].model].append(at[1])
    if "categories" in fields:
        found[Category].append("key")
    if "aid" in fields:
        found[Aid].append("kind")
    return found
