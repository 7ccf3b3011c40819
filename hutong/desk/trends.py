"""How a place went over the months: children by category, and how fresh the files are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from psycopg import sql

from hutong.accounts.grants import Bounds, Grant
from hutong.children.models.choices import CategoryKey
from hutong.desk.home import months
from hutong.desk.past import Past, Then, eve
from hutong.ground import clock, query
from hutong.ground.query import composed, joined

REGISTERED = "c.registered_on <= {day} AND (c.exited_on IS NULL OR c.exited_on > {day})"
# At the ends of months, or today: children in the register who then held the category, by where they stood then. Each file is
# joined once and judged on every day; no child holds a category twice on one (journal/sql/facts.sql), so rows are children.
CATEGORIES = """
SELECT k.key, {counts}
FROM children_category k JOIN children_child c ON c.id = k.child_id
WHERE {inside}
GROUP BY 1
"""
HELD = "count(*) FILTER (WHERE k.period @> {day} AND {registered})"
MOVED = """
SELECT k.key, count(DISTINCT k.child_id) FROM children_category k JOIN children_child c ON c.id = k.child_id
WHERE k.child_id = ANY (%(children)s::uuid[]) AND k.period @> {day} AND {registered}
GROUP BY 1
"""
FRESHNESS = """
SELECT CASE WHEN confirmed_on > %(today)s::date - 90 THEN 0 WHEN confirmed_on > %(today)s::date - 180 THEN 1
            WHEN confirmed_on > %(today)s::date - 365 THEN 2 ELSE 3 END, count(*)
FROM children_child WHERE place >= %(low)s AND place < %(high)s AND exited_on IS NULL{who} GROUP BY 1
"""
AGES = ("三个月内", "三至六个月", "六个月至一年", "一年以上")


def trends(grant: Grant) -> dict[str, Any]:
    """Trends (schemas.py)."""
    today = clock.today()
    spans = months(today)
    counts: dict[str, list[int]] = {key: [0] * len(spans) for key in CategoryKey.values}
    with Past(grant, spans[0][0]).reading() as past:
        ends = [past.on(min(eve(following), today)) for _, following in spans]
        for nth, key, count in [*_standing(grant, ends), *_moved(ends)]:
            if key in counts:
                counts[key][nth] += count
    held = [{"key": key, "label": CategoryKey(key).label, "values": values} for key, values in counts.items()]
    return {
        "as_of": clock.now(),
        "months": [f"{first:%Y-%m}" for first, _ in spans],
        "categories": [one for one in held if any(one["values"])],
        "freshness": _freshness(grant, today),
    }


def _standing(grant: Grant, ends: list[Then]) -> Iterator[tuple[int, str, int]]:
    """Month, category, count of those who are inside now: one statement, or one for each way that the places were cut."""
    alike: dict[tuple[Bounds, ...], list[int]] = {}
    for nth, end in enumerate(ends):
        alike.setdefault(end.bounds, []).append(nth)
    for bounds, nths in alike.items():
        days = {f"day{nth}": ends[nth].day for nth in nths}
        counts = joined(_on(HELD, name) for name in days)
        counted = composed(CATEGORIES, counts=counts, inside=replace(grant, bounds=bounds).inside("k.place", "c.id"))
        for key, *found in query.rows(counted, days):
            yield from ((nth, key, count) for nth, count in zip(nths, found, strict=True))


def _moved(ends: list[Then]) -> Iterator[tuple[int, str, int]]:
    """What to add for children who have left since, and to take off for those who have come."""
    for nth, end in enumerate(ends):
        for children, sign in ((end.left, 1), (end.came, -1)):
            if children:
                for key, count in query.rows(_on(MOVED, "day"), {"children": children, "day": end.day}):
                    yield nth, key, sign * count


def _on(words: str, name: str) -> sql.Composed:
    """A text with its `{day}`: a value of that name."""
    return composed(words, day=composed("{value}::date", value=sql.Placeholder(name)), registered=REGISTERED)


def _freshness(grant: Grant, today: date) -> list[dict[str, Any]]:
    fresh = [0] * len(AGES)
    counted = composed(FRESHNESS, who=grant.apart("id"))
    for low, high in grant.bounds:
        for age, count in query.rows(counted, {"low": low, "high": high, "today": today}):
            fresh[age] += count
    return [{"label": label, "count": count} for label, count in zip(AGES, fresh, strict=True)]
