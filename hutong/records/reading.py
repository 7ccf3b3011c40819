"""How a row reads: its columns with labels for choices, put into a record's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from hutong.ground import clock
from hutong.ground.words import said
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
    return said(dict(getattr(column, "flatchoices", ())).get(kept, kept))


def sent(form: Mapping[str, Any], values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What was sent by a form (forms.described), for a person who decides: (label, nothing that stands, what was sent)."""
    return [
        (field["title"], "", _answer(field, values[name]))
        for name, field in form["properties"].items()
        if values.get(name) not in (None, "", [], {})
    ]


def _answer(field: Mapping[str, Any], given: Any) -> str:
    labels = field.get("x-labels", {})
    if isinstance(given, dict):
        answers = field.get("x-answers", {})
        return "；".join(f"{labels.get(key, key)}：{answers.get(value, value)}" for key, value in given.items())
    if isinstance(given, list):
        inner = field["items"]
        return (
            "；".join("，".join(told for _, _, told in sent(inner, one)) for one in given)
            if "properties" in inner
            else ("、".join(labels.get(one, one) for one in given))
        )
    return ("是" if given else "否") if isinstance(given, bool) else str(labels.get(given, given))


class _Columns(Mapping[str, str]):
    def __init__(self, row: models.Model) -> None:
        self.row = row

    def __getitem__(self, name: str) -> str:
        return value(self.row, name)

    def __iter__(self) -> Any:
        return iter(field.name for field in self.row._meta.concrete_fields)

    def __len__(self) -> int:
        return len(self.row._meta.concrete_fields)
