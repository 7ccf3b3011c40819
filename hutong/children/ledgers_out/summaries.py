"""A layout with a row a unit: the county's summary, with its balancing groups as columns."""

from dataclasses import replace
from typing import Any

from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.children.ledgers_out import figures, kept, lists, rosters
from hutong.children.ledgers_out.book import Column, Row, Sheet
from hutong.children.ledgers_out.figures import Day, Figures
from hutong.children.ledgers_out.layout import Group, Layout
from hutong.children.ledgers_out.lists import Asked, Block, Exportable
from hutong.children.models import Child
from hutong.config import clock
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level, child_level

MOST = 200


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
    """Balance (schemas.py) of a unit: every equation with its difference, and the children behind it. day: today.

    Of a prefecture or province as it stood some minutes ago (kept.py). Raises Problem 503 while somebody else counts it."""
    day = day or Day(clock.today())
    return kept.once(
        place, (layout.key, place, grant.bounds, grant.avoids, day), lambda: _balance(grant, layout, place, day)
    )


def _balance(grant: Grant, layout: Layout, place: int, day: Day) -> dict[str, Any]:
    found = figures.units(grant, _below(place), day, layout.filter.categories)
    total = figures.whole(found)
    equations = figures.equations(layout, total)
    # Where the parts make the total nobody is behind: not asked, for it reads the whole unit once a group.
    wrong = tuple(one.group for one in equations if not one.balanced)
    told = figures.behind(grant, replace(layout, groups=wrong), day, MOST)
    children = Child.objects.within(grant).in_bulk([child for child, *_ in told])
    refs = named.refs({unit for _, unit, *_ in told} | {place})
    return {
        "layout": layout.key,
        "name": layout.name,
        "place": refs[place],
        "total": total.total,
        "equations": [_equation(one) for one in equations],
        "behind": [
            {
                "id": child,
                "name": children[child].name,
                "place": refs[unit],
                "why": f"“{group}”各项里没有这名儿童{_said(value)}",
            }
            for child, unit, group, value in told
            if child in children
        ],
        "month": f"{day.month:%Y-%m}" if day.month else None,
        "as_of": clock.now(),
    }


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
