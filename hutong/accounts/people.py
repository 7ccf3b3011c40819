"""People before anybody is known to ask: by the login that was typed, or by the id that a session, a phone or a job has.

They come whole, with what is withheld of others (withheld.py)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models
from psycopg import sql

from hutong.accounts import context
from hutong.accounts.models import Person
from hutong.ground import query
from hutong.ground.query import composed, joined

FIELDS = [field.attname for field in Person._meta.concrete_fields]


def columns(alias: str, model: type[models.Model] = Person) -> sql.Composable:
    """All columns of a model, for a SELECT by hand."""
    return joined(sql.Identifier(alias, field.column) for field in model._meta.concrete_fields)


def made(values: Sequence[Any]) -> Person:
    """The person of one row of `columns`."""
    return Person.whole(dict(zip(FIELDS, values, strict=True)))


def called(login: str, phone: bytes | None = None) -> Person | None:
    """The person of an exact staff number, else of a phone's hash."""
    # PostgreSQL refuses a NUL instead of not finding it.
    if "\0" in login:
        return None
    return _first("person_called(%s, %s)", [login, phone])


def somebody(key: UUID | str | None) -> Person | None:
    """The person of an id, as that person; None where there is none."""
    if key is None:
        return None
    with context.as_person(UUID(str(key))):
        return _first("person_self()", [])


def _first(function: str, values: list[Any]) -> Person | None:
    found = query.rows(composed("SELECT {columns} FROM {function} p", columns=columns("p"), function=function), values)
    return made(found[0]) if found else None
