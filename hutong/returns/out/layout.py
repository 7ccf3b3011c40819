"""Layouts of ledgers as data: policy/*/layouts/*.toml. A new one is a new file; no code knows any of them by name."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from hutong.children.models.choices import CategoryKey
from hutong.children.values.vocabulary import words
from hutong.places.codes import WIDTH, Level
from hutong.returns.out.book import Column

# Beside the fields of ledger-columns.csv: what only we know.
OWN = frozenset(
    {"serial", "number", "age_now", "registered", "risk", "state", "what", "staff_number", "role", "since", "unit"}
    | {"row", "happened", "changed", "reason"}
)
SORTS = {"place": "place", "name": "name_key", "birth_date": "birth_date"}


class LayoutError(ValueError):
    """A layout cannot be read; the sentence names the file and the entry."""


@dataclass(frozen=True)
class Part:
    """One column of a balancing group and the values that it counts."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Parts whose sum must be the total. by_sex: each part is the sum of boys and girls."""

    key: str
    title: str
    parts: tuple[Part, ...]
    by_sex: bool = False


@dataclass(frozen=True)
class Filter:
    """Which children stand in it. categories: any of them; none is all."""

    categories: tuple[str, ...] = ()
    under_age: int | None = None


@dataclass(frozen=True)
class Layout:
    """One layout. kind: roster (a row a child), summary (a row a unit); child or staff of the exchange."""

    key: str
    name: str
    kind: str
    sheet: str
    title: str
    source: str
    province: int
    levels: tuple[int, ...]
    under: tuple[str, ...] = ()
    signature: str = ""
    filter: Filter = field(default_factory=Filter)
    sort: tuple[str, ...] = ("place", "name")
    fields: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    groups: tuple[Group, ...] = ()
    receipt: Mapping[str, Any] = field(default_factory=dict)

    def serves(self, place: int, level: int) -> bool:
        """Whether a unit may ask for it: its level, and its province where the layout is a province's."""
        return level in self.levels and self.province in (0, place // WIDTH[Level.PROVINCE])


@cache
def layouts(folder: str = "layouts") -> dict[str, Layout]:
    """All layouts by key; a province's stands beside the nation's. Raises LayoutError."""
    found = [read(path) for path in sorted((settings.BASE / "policy").glob(f"*/{folder}/*.toml"))]
    return {layout.key: layout for layout in found}


def read(path: Path) -> Layout:
    """One file. Raises LayoutError naming it."""
    with path.open("rb") as file:
        try:
            return _layout(tomllib.load(file), 0 if path.parts[-3] == "national" else int(path.parts[-3][:2]))
        except (KeyError, TypeError, ValueError) as wrong:
            raise LayoutError(f"{path.parts[-3]}/{path.name} 读不懂：{wrong}") from wrong


def _layout(raw: dict[str, Any], province: int) -> Layout:
    columns = raw.pop("columns", [])
    for column in columns:
        if column["field"] not in OWN and column["field"] not in words().columns:
            raise ValueError(f"没有“{column['field']}”这个项目，请照 ledger-columns.csv 填写。")
    groups = [_group(group) for group in raw.pop("groups", [])]
    wanted = raw.pop("filter", {})
    if unknown := set(wanted.get("categories", [])) - set(CategoryKey.values):
        raise ValueError(f"没有类别 {'、'.join(sorted(unknown))}。")
    if unknown := set(raw.get("sort", [])) - set(SORTS):
        raise ValueError(f"不能按 {'、'.join(sorted(unknown))} 排序。")
    lists: dict[str, Any] = {name: tuple(raw.pop(name)) for name in ("under", "sort", "levels") if name in raw}
    return Layout(
        **raw,
        **lists,
        province=province,
        filter=Filter(tuple(wanted.get("categories", [])), wanted.get("under_age")),
        fields=tuple(column["field"] for column in columns),
        columns=tuple(Column(tuple(column["header"]), column.get("width", 12)) for column in columns),
        groups=tuple(groups),
    )


def _group(raw: dict[str, Any]) -> Group:
    parts = tuple(Part(part["label"], tuple(part["values"])) for part in raw["parts"])
    return Group(raw["key"], raw["title"], parts, raw.get("by_sex", False))
