"""What can be exported: lists of screens and layouts. An app above registers its own lists; all are made by one job."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ninja import Schema
from pydantic import ValidationError

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.places.codes import level_of
from hutong.returns.out.book import Column, Row, Sheet
from hutong.returns.out.layout import Layout, layouts


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: the unit, the filters as on the screen, whether numbers are shown in full."""

    place: int
    filters: Mapping[str, Any]
    columns: tuple[str, ...]
    full: bool
    export: uuid.UUID | None = None


Block = tuple[list[Row], Any]


@dataclass(frozen=True)
class Exportable:
    """Something that becomes a sheet.

    block: (grant, asked, after) → rows and where the next block begins, None after the last. A block is one
    transaction, so a list of any length holds no memory and blocks nobody. notes: lines for below the last row.
    uncovers: whether it can show numbers in full; plain lists are masked always.
    """

    key: str
    title: str
    permission: Permission
    sheet: Callable[[Grant, Asked], Sheet]
    block: Callable[[Grant, Asked, Any], Block]
    total: Callable[[Grant, Asked], int | None] = lambda grant, asked: None
    filters: type[Schema] = Schema
    notes: Callable[[Grant, Asked], list[str]] = lambda grant, asked: []
    uncovers: bool = False


_lists: dict[str, Exportable] = {}
# How an exportable of a layout is made, by kind; returns/out and exchange set their own.
KINDS: dict[str, Callable[[Layout], Exportable]] = {}
LAYOUT = "layout:"


def register(one: Exportable) -> None:
    """Make a list exportable; called once by its app when it starts."""
    _lists[one.key] = one


def find(what: str) -> Exportable | None:
    """The list or layout of a key."""
    if not what.startswith(LAYOUT):
        return _lists.get(what)
    layout = layouts().get(what.removeprefix(LAYOUT))
    return KINDS[layout.kind](layout) if layout else None


def of_layouts(place: int) -> list[Layout]:
    """The layouts that a unit may ask for: the whole ledger first, then lists of some children, then summaries."""
    found = [layout for layout in layouts().values() if layout.serves(place, level_of(place))]
    return sorted(found, key=lambda layout: (layout.kind != "roster", bool(layout.filter.categories), layout.name))


def checked(one: Exportable, filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters as the screen's own address would take them. Raises ValueError with a sentence."""
    try:
        return one.filters(**filters).model_dump(mode="json")
    except ValidationError:
        raise ValueError("筛选条件读不懂，请回到清单重新筛选后再导出。") from None


def plain_sheet(title: str, columns: Mapping[str, tuple[str, float]], asked: Asked) -> Sheet:
    """The sheet of a plain list: the columns chosen on the screen in the screen's order, else all."""
    chosen = [columns[key] for key in asked.columns if key in columns] or list(columns.values())
    return Sheet(title[:31], tuple(Column((label,), width) for label, width in chosen))


def cells(columns: Mapping[str, Any], asked: Asked, values: Mapping[str, Any]) -> Row:
    """One row in the same order."""
    return [values[key] for key in ([key for key in asked.columns if key in columns] or columns)]
