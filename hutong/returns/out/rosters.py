"""A layout with a row a child: 信息台账, 花名册."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.children.age import birthday
from hutong.children.models import Category, Child
from hutong.children.protecting import reading as protecting
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import Level, at_level
from hutong.returns.out import light, lists, values
from hutong.returns.out.book import Sheet
from hutong.returns.out.layout import SORTS, Layout
from hutong.returns.out.lists import Asked, Block, Exportable

# A block ends with the village that brings it to so many children.
BLOCK = 3000


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
    """after: the groups of villages still to be written, found once for the whole ledger."""
    today = clock.today()
    groups = _groups(children(layout, grant, today)) if after is None else after
    if not groups:
        return [], None
    order = [F(SORTS[name]) for name in layout.sort]
    found = children(layout, grant, today).filter(place__in=groups[0]).order_by(*order, "id")
    told = _cells(grant, list(found.values_list("pk", flat=True)), layout.fields, today)
    return told if asked.full else [_masked(layout.fields, row) for row in told], groups[1:] or None


def rows(grant: Grant, found: Sequence[Child], fields: tuple[str, ...], on: date) -> list[dict[str, Any]]:
    """Ledger values of each child, in order."""
    told = _cells(grant, [child.pk for child in found], fields, on)
    return [dict(zip(fields, row, strict=True)) for row in told]


def _cells(grant: Grant, found: list[Any], fields: tuple[str, ...], on: date) -> list[Any]:
    read = light.read(found, fields, on)
    secret = {str(key) for key in protecting.protected(grant, found, on)}
    names = place_names({row[1] for row in read})
    told = [light.cells(row, fields, names, on) for row in read]
    if secret:
        hidden = [at for at, field in enumerate(fields) if values.secret(field)]
        for row in (cells for cells, of in zip(told, read, strict=True) if of[0] in secret):
            for at in hidden:
                row[at] = None
    return told


def _masked(fields: tuple[str, ...], row: list[Any]) -> list[Any]:
    return [values.masked(field, text) for field, text in zip(fields, row, strict=True)]


def place_names(places: Iterable[int]) -> Mapping[int, str]:
    """Names of villages and of the townships and counties above them."""
    codes = set(places)
    above = {at_level(code, level) for code in codes for level in (Level.COUNTY, Level.TOWNSHIP)}
    return named.names(codes | above)


def _groups(rows: QuerySet[Any]) -> list[list[int]]:
    """The villages in their order, as many together as make a block."""
    groups: list[list[int]] = []
    held = BLOCK
    for place, count in rows.order_by("place").values_list("place").annotate(n=Count("id")):
        if held >= BLOCK:
            groups.append([])
            held = 0
        groups[-1].append(place)
        held += count
    return groups


def _notes(layout: Layout, grant: Grant) -> list[str]:
    secret = protecting.how_many(grant, children(layout, grant, clock.today()))
    return (
        [f"注：其中{secret}名儿童地址保密，住址、学校和电话没有列出，本表不得交给儿童的亲属或其他人。"]
        if secret
        else []
    )
