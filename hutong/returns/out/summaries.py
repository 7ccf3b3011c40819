"""A layout with a row a unit: the county's summary, with its balancing groups as columns."""

import uuid
from dataclasses import replace
from typing import Any

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level, child_level
from hutong.returns.out import cache, figures, lists, rosters
from hutong.returns.out.book import Column, Row, Sheet
from hutong.returns.out.figures import Day, Figures
from hutong.returns.out.layout import Group, Layout
from hutong.returns.out.lists import Asked, Block, Exportable

FIRST = (0, str(uuid.UUID(int=0)))


def exportable(layout: Layout) -> Exportable:
    """The layout as something to export."""
    return Exportable(
        key=lists.LAYOUT + layout.key,
        title=layout.name,
        permission=Permission.CHILD_READ,
        sheet=lambda grant, asked: _sheet(layout, asked.place),
        block=lambda grant, asked, after: _block(layout, grant, asked),
    )


def balance(grant: Grant, layout: Layout, place: int, day: Day | None = None) -> dict[str, Any]:
    """Balance (schemas.py) of a unit: every equation with its difference. day: today.

    Of a prefecture or province as it stood some minutes ago (cache.py). Raises Problem 503 while somebody else counts it."""
    day = day or Day(clock.today())
    return cache.once(
        place, (layout.key, place, grant.bounds, grant.avoids, day), lambda: _balance(grant, layout, place, day)
    )


def _balance(grant: Grant, layout: Layout, place: int, day: Day) -> dict[str, Any]:
    found = figures.units(grant, _below(place), day, layout.filter.categories)
    total = figures.whole(found)
    return {
        "layout": layout.key,
        "name": layout.name,
        "place": named.refs([place])[place],
        "total": total.total,
        "equations": [_equation(one) for one in figures.equations(layout, total)],
        "month": f"{day.month:%Y-%m}" if day.month else None,
        "as_of": clock.now(),
    }


def behind(grant: Grant, layout: Layout, key: str, after: str | None, day: Day | None = None) -> dict[str, Any]:
    """BehindBalance (schemas.py): the children who stand in no part of a group, found as of when the balance is kept.

    Names are read anew, and only of whom the grant still sees. Raises Problem 404, 422, 503."""
    group = next((one for one in layout.groups if one.key == key), None)
    if group is None:
        raise missing("平衡关系")
    day, position, place = day or Day(clock.today()), _position(after), grant.places[0]
    found, total = cache.once(
        place,
        ("behind", layout.key, key, position, grant.bounds, grant.avoids, day),
        lambda: figures.behind(grant, layout, group, day, position, positions.PAGE + 1),
    )
    shown, more = found[: positions.PAGE], len(found) > positions.PAGE
    children = Child.objects.within(grant).in_bulk([child for child, *_ in shown])
    refs = named.refs({unit for _, unit, _ in shown})
    return {
        "items": [
            {"id": child, "name": children[child].name, "place": refs[unit],
             "why": f"“{group.title}”各项里没有这名儿童{_said(value)}"}
            for child, unit, value in shown if child in children
        ],
        "total": total,
        "next": positions.encode(shown[-1][1], shown[-1][0]) if more else None,
    }  # fmt: skip


def _position(after: str | None) -> tuple[int, str]:
    if not after:
        return FIRST
    place, last = positions.decode(after)
    try:
        return int(place), str(uuid.UUID(last))
    except ValueError:
        raise positions.refused() from None


def _below(place: int) -> int:
    return WIDTH[child_level(place) or Level.VILLAGE]


def _said(value: str) -> str:
    return {"16-17": "：已满十六周岁", "18+": "：已满十八周岁"}.get(value, "")


def _equation(one: figures.Equation) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("parts", "sum", "difference", "balanced", "missing")}
    return plain | {"key": one.group.key, "title": one.group.title}


def _sheet(layout: Layout, place: int) -> Sheet:
    columns = [Column(("单位",), 16), Column(("合计",), 8)]
    for group in layout.groups:
        for part in group.parts:
            columns += _columns(group, part.label)
    columns.append(Column(("平衡检查",), 26))
    return rosters.sheet(replace(layout, columns=tuple(columns)), place)


def _columns(group: Group, label: str) -> list[Column]:
    if not group.by_sex:
        return [Column((group.title, label), 9)]
    return [Column((group.title, label, name), 6) for name in ("小计", "男", "女")]


def _block(layout: Layout, grant: Grant, asked: Asked) -> Block:
    width = _below(asked.place)
    found = figures.units(grant, width, Day(clock.today()), layout.filter.categories)
    names = {ref.code: ref.name for ref in named.below(asked.place)}
    rows = [
        _row(layout, names.get(unit) or names_of(unit), found.get(unit, Figures())) for unit in sorted({*names, *found})
    ]
    return [*rows, _row(layout, "合计", figures.whole(found))], None


def names_of(unit: int) -> str:
    """A unit that is not in the list of divisions is shown by its code."""
    return named.names([unit])[unit]


def _row(layout: Layout, name: str, counted: Figures) -> Row:
    cells: list[Any] = [name, counted.total]
    told = figures.equations(layout, counted)
    for one in told:
        for part in one.parts:
            cells += [part["count"], part["boys"], part["girls"]] if one.group.by_sex else [part["count"]]
    wrong = [f"{one.group.title}差{one.difference}" for one in told if not one.balanced]
    return [*cells, "，".join(wrong) or "平衡"]
