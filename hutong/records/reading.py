"""How a row reads: its columns with labels for choices, put into a record's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from hutong.ground import clock
from hutong.records.declared import Text


def text(words: Text, row: models.Model) -> str:
    """Words of a record (declared.py) about one row."""
    return words(row) if callable(words) else words.format_map(_Columns(row))


def value(row: models.Model, name: str) -> str:
    """A column as people read it; empty where nothing was collected."""
    column = row._meta.get_field(name)
    kept = getattr(row, name)
    if kept is None or kept == "":
        return ""
    if isinstance(kept, bool):
        return "是" if kept else "否"
    if isinstance(kept, datetime):
        return f"{kept.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return str(dict(getattr(column, "flatchoices", ())).get(kept, kept))


class _Columns(Mapping[str, str]):
    def __init__(self, row: models.Model) -> None:
        self.row = row

    def __getitem__(self, name: str) -> str:
        return value(self.row, name)

    def __iter__(self) -> Any:
        return iter(field.name for field in self.row._meta.concrete_fields)

    def __len__(self) -> int:
        return len(self.row._meta.concrete_fields)
