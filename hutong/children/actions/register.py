"""A3-2: open a file for a child, one or a whole ledger of them."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk, identity, names
from hutong.children.age import birthday
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling
from hutong.children.models.choices import AGE_LIMIT
from hutong.children.newfile import NewFile, Values
from hutong.ground import clock, query
from hutong.ground.ahead import ahead
from hutong.ground.days import days
from hutong.journal.actions import action

TOKENS = """
INSERT INTO children_token (child_id, place, token)
SELECT child, place, unnest(string_to_array(tokens, chr(31)))
FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS named(child, place, tokens)
"""


@dataclass(frozen=True)
class ReadyFiles:
    """A block of files made ready: the rows of each table, names to be found, numbers to be known by."""

    ids: list[uuid.UUID]
    tables: list[bulk.Ready]
    named: tuple[str, str, list[str]]
    numbers: tuple[str, str] | None


@action("children.register", Permission.CHILD_WRITE)
def register(
    grant: Grant,
    files: Iterable[NewFile],
    on: date | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> list[uuid.UUID]:
    """Open files; `on` is the day of registration (default today); gives the ids in order. A number on file elsewhere waits (ADR 24).

    The files may be made one by one as they are asked for, in another thread: without the database. on_progress: hears how
    many are opened.
    """
    day = on or clock.today()
    ids: list[uuid.UUID] = []
    for block in ahead(lambda files: _ready(files, day), files):
        for table in block.tables:
            bulk.put(table)
        if block.numbers:
            identity.put_listed(*block.numbers)
        query.run(TOKENS, block.named)
        ids += block.ids
        on_progress(len(ids))
    return ids


def _ready(files: list[NewFile], on: date) -> ReadyFiles:
    ids = [file.child.get("id") or new_id() for file in files]
    pairs = list(zip(files, ids, strict=True))
    rows: dict[type[models.Model], list[Values]] = {
        Child: [child_row(file, child, on) for file, child in pairs],
        Relative: [fact_row(Relative, f, i, on, values) for f, i in pairs for values in f.relatives],
        Category: [row for file, child in pairs for row in category_rows(file, child, on)],
        Schooling: [fact_row(Schooling, f, i, on, f.schooling) for f, i in pairs if f.schooling],
        AidReceived: [fact_row(AidReceived, f, i, on, {"kind": kind}) for f, i in pairs for kind in f.aids],
    }
    numbers = [(number, child) for file, child in pairs if (number := file.child.get("id_number"))]
    return ReadyFiles(
        ids,
        [bulk.ready(model, found) for model, found in rows.items()],
        _named((child, file.place, file.child["name"]) for file, child in pairs),
        identity.listed(numbers) if numbers else None,
    )


def write_tokens(named: Iterable[tuple[uuid.UUID, int, str]]) -> None:
    """Make children findable: (child, place, name)."""
    query.run(TOKENS, _named(named))


def _named(named: Iterable[tuple[uuid.UUID, int, str]]) -> tuple[str, str, list[str]]:
    children, places, found = zip(*named, strict=True)
    return query.array(children), query.array(places), list(map(_tokens, found))


@lru_cache(100_000)
def _tokens(name: str) -> str:
    return chr(31).join(sorted(names.tokens(name)))


def fill(row: Any, values: Values) -> list[str]:
    """Set columns from plain values, sealing those that are sealed; the row must have its id. Gives the columns set."""
    closed = bulk.sealed(type(row), row.pk, values)
    for name, value in closed.items():
        setattr(row, name, value)
    return list(closed)


def child_row(file: NewFile, child: uuid.UUID, on: date) -> Values:
    """The child's own row, finished."""
    values = bulk.sealed(Child, child, file.child)
    return {
        "id_kind": "resident" if file.child.get("id_number") else "none",
        **values,
        "id": child,
        "place": file.place,
        "happened_place": file.place,
        "registered_on": on,
        "confirmed_on": on,
        "confirmation": new_id(),
        "name_key": names.sort_key(file.child["name"]),
    }


def category_rows(file: NewFile, child: uuid.UUID, on: date) -> Iterable[Values]:
    """Its categories, each until the birthday on which it ends by itself."""
    for values in file.categories:
        since = values.get("since") or on
        until = category_end(values["key"], file.child["birth_date"])
        if until is None or since < until:
            rest = {name: value for name, value in values.items() if name != "since"}
            period = days(since, until)
            yield {"id": new_id(), "child_id": child, "place": file.place, "period": period, **rest}


def category_end(key: str, birth_date: date) -> date | None:
    """The birthday on which a category ends by itself, from its first moment (half-open); None where no law sets one."""
    limit = AGE_LIMIT.get(key)  # type: ignore[call-overload]  # its keys are such texts
    return birthday(birth_date, limit) if limit else None


def fact_row(model: type[models.Model], file: NewFile, child: uuid.UUID, on: date, values: Values) -> Values:
    """A row of a relative, a school, an aid, with a key of its own and what is secret sealed."""
    key = new_id()
    period = days(on, None)
    return {"id": key, "child_id": child, "place": file.place, "period": period, **bulk.sealed(model, key, values)}
