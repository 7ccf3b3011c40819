"""A3-2: open a file for a child, one or a whole ledger of them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models

from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.children import bulk, identity, names
from hutong.children.age import birthday
from hutong.children.models import Aid, Category, Child, Relative, Schooling, Token
from hutong.children.models.choices import AGE_LIMIT
from hutong.children.newfile import NewFile, Values
from hutong.config import clock, query
from hutong.config.days import days
from hutong.duties import engine
from hutong.journal.actions import action


class Taken(Exception):
    """An ID number in the list is registered already; nothing was written."""

    def __init__(self) -> None:
        super().__init__("有证件号码刚被别人登记，什么都没有写入；请重新核对后再导入。")


@action("children.register", Permission.CHILD_WRITE)
def register(grant: Grant, files: Sequence[NewFile], on: date | None = None) -> list[uuid.UUID]:
    """Open files; `on` is the day of registration (default today). Raises Taken; gives the ids in order."""
    on = on or clock.today()
    ids = [file.child.get("id") or new_id() for file in files]
    pairs = list(zip(files, ids, strict=True))
    bulk.insert(Child, [_child(f, i, number, on) for (f, i), number in zip(pairs, _numbers(len(ids)), strict=True)])
    if identity.put([(number, child) for file, child in pairs if (number := file.child.get("id_number"))]):
        raise Taken
    bulk.insert(Relative, (_row(Relative, f, i, on, values) for f, i in pairs for values in f.relatives))
    bulk.insert(Category, (row for file, child in pairs for row in _categories(file, child, on)))
    bulk.insert(Schooling, (_row(Schooling, f, i, on, f.schooling) for f, i in pairs if f.schooling))
    bulk.insert(Aid, (_row(Aid, f, i, on, {"kind": kind}) for f, i in pairs for kind in f.aids))
    write_tokens((child, file.place, file.child["name"]) for file, child in pairs)
    engine.refresh(ids)
    return ids


def write_tokens(named: Iterable[tuple[uuid.UUID, int, str]]) -> None:
    """Make children findable: (child, place, name)."""
    bulk.insert(
        Token,
        ({"child_id": child, "place": place, "token": t} for child, place, name in named for t in names.tokens(name)),
    )


def fill(row: Any, values: Values) -> list[str]:
    """Set columns from plain values, sealing those that are sealed; the row must have its id. Gives the columns set."""
    closed = bulk.sealed(type(row), row.pk, values)
    for name, value in closed.items():
        setattr(row, name, value)
    return list(closed)


def _numbers(count: int) -> list[str]:
    drawn = query.rows("SELECT nextval('children_number') FROM generate_series(1, %s)", [count])
    return [f"HT{number:010d}" for [number] in drawn]


def _child(file: NewFile, child: uuid.UUID, number: str, on: date) -> Values:
    values = bulk.sealed(Child, child, file.child)
    return {
        "id_kind": "resident" if file.child.get("id_number") else "none",
        **values,
        "id": child,
        "place": file.place,
        "happened_place": file.place,
        "number": number,
        "registered_on": on,
        "confirmed_on": on,
        "confirmation": new_id(),
        "name_key": names.sort_key(file.child["name"]),
    }


def _categories(file: NewFile, child: uuid.UUID, on: date) -> Iterable[Values]:
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


def _row(model: type[models.Model], file: NewFile, child: uuid.UUID, on: date, values: Values) -> Values:
    key = new_id()
    period = days(on, None)
    return {"id": key, "child_id": child, "place": file.place, "period": period, **bulk.sealed(model, key, values)}
