"""A layout with a row a child: 信息台账, 花名册."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.children import protecting, read
from hutong.children.age import birthday
from hutong.children.ledgers_out import lists, values
from hutong.children.ledgers_out.book import Sheet
from hutong.children.ledgers_out.layout import SORTS, Layout
from hutong.children.ledgers_out.lists import Asked, Block, Exportable
from hutong.children.models import Category, Child
from hutong.config import clock
from hutong.places import refs as named
from hutong.places.codes import Level, at_level

# A block ends with the village that brings it to so many children.
BLOCK, VILLAGES = 1000, 200


def exportable(layout: Layout) -> Exportable:
    """The layout as something to export."""
    return Exportable(
        key=lists.LAYOUT + layout.key,
        title=layout.name,
        permission=Permission.CHILD_READ,
        sheet=lambda grant, asked: sheet(layout, asked.place),
        block=lambda grant, asked, after: _block(layout, grant, asked, after),
        total=lambda grant, asked: children(layout, grant, clock.today()).count(),
        notes=lambda grant, asked: _notes(layout, grant),
        uncovers=True,
    )


def sheet(layout: Layout, place: int) -> Sheet:
    """Title, lines and header of a layout for a unit."""
    today = clock.today()
    told = {"unit": named.names([place])[place], "today": f"{today.year}年{today.month}月{today.day}日"}
    under = tuple(line.format(**told) for line in layout.under)
    return Sheet(layout.sheet, layout.columns, layout.title.format(**told), under, layout.signature)


def children(layout: Layout, grant: Grant, on: date) -> QuerySet[Any]:
    """Who stands in it on a day."""
    rows = Child.objects.within(grant).filter(exited_on__isnull=True)
    if years := layout.filter.under_age:
        rows = rows.filter(birth_date__gt=birthday(on, -years))
    if keys := layout.filter.categories:
        held = Category.objects.within(grant).filter(key__in=keys, period__contains=on, child=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    return rows


def _block(layout: Layout, grant: Grant, asked: Asked, after: Any) -> Block:
    today = clock.today()
    villages, following = _villages(children(layout, grant, today), after)
    if not villages:
        return [], None
    order = [F(SORTS[name]) for name in layout.sort]
    found = list(children(layout, grant, today).filter(place__in=villages).order_by(*order, "id"))
    told = rows(grant, found, layout.fields, today)
    return [list(row.values()) if asked.full else _masked(row) for row in told], following


def rows(grant: Grant, found: list[Child], fields: Iterable[str], on: date) -> list[dict[str, Any]]:
    """Ledger values of each child, in order."""
    files = read.files(grant, found, on)
    secret = protecting.protected(grant, files)
    names = place_names(child.place for child in found)
    return [values.ledger(files[one.pk], fields, names, on, secret=one.pk in secret) for one in found]


def place_names(places: Iterable[int]) -> Mapping[int, str]:
    """Names of villages and of the townships and counties above them."""
    codes = set(places)
    above = {at_level(code, level) for code in codes for level in (Level.COUNTY, Level.TOWNSHIP)}
    return named.names(codes | above)


def _masked(row: Mapping[str, Any]) -> list[Any]:
    return [values.masked(field, text) for field, text in row.items()]


def _villages(rows: QuerySet[Any], after: Any) -> tuple[list[int], int | None]:
    """Villages for one block, and the last of them if others follow."""
    later = rows.filter(place__gt=after) if after else rows
    counted = later.order_by("place").values_list("place").annotate(n=Count("id"))[:VILLAGES]
    taken: list[int] = []
    held = 0
    for place, count in counted:
        if held >= BLOCK:
            return taken, taken[-1]
        taken.append(place)
        held += count
    return taken, taken[-1] if len(taken) == VILLAGES else None


def _notes(layout: Layout, grant: Grant) -> list[str]:
    held = children(layout, grant, clock.today()).values_list("pk", flat=True)
    secret = len(protecting.protected(grant, held))
    return (
        [f"注：其中{secret}名儿童地址保密，住址、学校和电话没有列出，本表不得交给儿童的亲属或其他人。"]
        if secret
        else []
    )
