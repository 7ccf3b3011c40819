"""Payloads of operations, said in one line."""

import uuid
from typing import Any

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.journal.models import Entry
from hutong.sync.models import Conflict, Quarantined

TODAY = "2026-11-23"


def visit(child: Any, **told: Any) -> dict[str, Any]:
    """A visit without change."""
    return {"child": str(child), "id": str(uuid.uuid4()), "on": TODAY, "mode": "home", "no_change": True} | told


def change(child: Any, base: Any = None, **fields: Any) -> dict[str, Any]:
    """Changes of the child's own group."""
    return {"child": str(child), "base": {"child": base or {}}, "changes": {"child": fields}}


def new_child(place: int, name: str = "刘小花") -> dict[str, Any]:
    """A new file with what must be known."""
    own = {"name": name, "sex": "female", "birth_date": "2019-05-06"}
    return {"id": str(uuid.uuid4()), "place": place, "groups": {"child": own}, "categories": ["left_behind"]}


def rows_of(model: type[Any], **which: Any) -> list[Any]:
    """Rows of a table, whoever may see them."""
    with context.within(grants.system()):
        return list(plain(model).filter(**which))


def visits(child: Any) -> list[Visit]:
    return rows_of(Visit, child=child)


def quarantined() -> list[Quarantined]:
    return rows_of(Quarantined)


def conflicts() -> list[Conflict]:
    return rows_of(Conflict)


def journal(op: Any) -> list[Entry]:
    """The entries of one operation."""
    return rows_of(Entry, op=op)
