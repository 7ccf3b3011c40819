"""Columns of a person that no query reads: they come from `person_withheld` (sql/people.sql, ADR 29), when first asked for."""

from collections.abc import Collection
from typing import Any

from django.db import models

from hutong.ground import query
from hutong.ground.query import composed, joined

FIELDS = ("password", "phone_token", "second_factor_at", "second_factor_reset", "factors", "suspended_reason")


class _Withheld:
    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, list[Any]]:
        """Stands in every SELECT in the column's place: the application has no right to it."""
        return "NULL", []


class WithheldChar(_Withheld, models.CharField):
    """A text."""


class WithheldBinary(_Withheld, models.BinaryField):
    """Bytes."""


class WithheldTime(_Withheld, models.DateTimeField):
    """A moment."""


def load(people: Collection[models.Model]) -> None:
    """Read what is withheld of these people in one round to the database; None for each of what the context does not reach."""
    asked = composed("SELECT id, {fields} FROM person_withheld(%s)", fields=joined(FIELDS))
    told = {row[0]: row[1:] for row in query.rows(asked, [[person.pk for person in people]])}
    for person in people:
        vars(person).update(zip(FIELDS, told.get(person.pk, [None] * len(FIELDS)), strict=True))
