"""Rows as plain JSON and back: a column's own name and its plain value; what names nothing elsewhere is left out."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models

from hutong.ground.days import days
from hutong.ground.sealing import SealedTextField, unsealed
from hutong.transfers.packets.keys import PacketError

Values = dict[str, Any]
INTERNAL = frozenset({"id", "child", "place", "happened_place", "rev", "name_key", "confirmation", "visitor"})
LONGEST = 2000


def columns(model: type[models.Model]) -> list[Any]:
    """The columns that mean something outside; keyed hashes, made of the others here, are not among them."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in INTERNAL
        and (isinstance(field, SealedTextField) or not isinstance(field, models.BinaryField))
    ]


def plain(row: models.Model, names: Iterable[str] | None = None) -> Values:
    """A row as JSON can say it; sealed columns in the clear, what was not collected left out."""
    wanted = [c for c in columns(type(row)) if names is None or c.name in names]
    values = {column.name: _said(row, column) for column in wanted}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _said(row: models.Model, column: Any) -> Any:
    if isinstance(column, SealedTextField):
        return unsealed(row, column.name)
    value = getattr(row, column.attname)
    if isinstance(column, DateRangeField):
        return [str(value.lower), str(value.upper) if value.upper else None]
    return str(value) if isinstance(value, date | datetime | Decimal) else value


def read(model: type[models.Model], given: Any, where: str, unknown: set[str]) -> Values:
    """Values for the model's columns. Raises PacketError at what cannot be kept; a column unknown here is noted."""
    if not isinstance(given, dict):
        raise PacketError(f"{where}的内容读不懂，没有收下任何内容。")
    known = {column.name: column for column in columns(model)}
    unknown |= {f"{where}：{name}"[:80] for name in given.keys() - known.keys()}
    return {name: _value(known[name], value, where) for name, value in given.items() if name in known}


def _value(column: Any, value: Any, where: str) -> Any:
    try:
        if value is None or value == "":
            return None if column.null else ""
        if isinstance(value, str) and (len(value) > LONGEST or "\x00" in value):
            raise ValueError
        return _typed(column, value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        label = column.verbose_name if column.verbose_name != column.name.replace("_", " ") else column.name
        raise PacketError(f"{where}的“{label}”读不懂，没有收下任何内容。") from None


def _typed(column: Any, value: Any) -> Any:
    if isinstance(column, DateRangeField):
        lower, upper = date.fromisoformat(value[0]), date.fromisoformat(value[1]) if value[1] else None
        if upper and upper <= lower:
            raise ValueError
        return days(lower, upper)
    if isinstance(column, models.JSONField):
        if "\\u0000" in json.dumps(value) or len(json.dumps(value)) > LONGEST * 4:
            raise ValueError
        return value
    if isinstance(column, SealedTextField | models.CharField | models.TextField):
        if not isinstance(value, str) or len(value) > (column.max_length or LONGEST):
            raise ValueError
        value.encode()
    return value if isinstance(column, SealedTextField) else column.clean(value, None)
