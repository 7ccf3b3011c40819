"""The balancing groups of the 2016 summary form (domain.md §3): one pass over a unit, each child counted once a group."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import sql

from hutong.accounts.grants import Grant
from hutong.ground import query
from hutong.ground.query import composed, joined
from hutong.returns.out.layout import Group, Layout

# Each column is a group of the form; '' is "not collected", a value of its own, so that groups balance or say who is
# missing. The carer is who cares today; of several the one that came last.
AGE = """
       CASE WHEN y.age < 6 THEN '0-5' WHEN y.age < 14 THEN '6-13' WHEN y.age < 16 THEN '14-15' WHEN y.age < 18 THEN '16-17'
            ELSE '18+' END AS age"""
CASES = """
SELECT c.id, c.place, c.sex, {age},
       coalesce(s.stage, '') AS schooling,
       CASE WHEN s.boarding IS NULL THEN CASE WHEN s.stage IN ('none', 'home_teaching', 'dropped_out', 'left') THEN 'no'
            ELSE '' END WHEN s.boarding THEN 'yes' ELSE 'no' END AS boarding,
       c.health, c.care_reason,
       CASE WHEN r.relation IN ('paternal_grandfather', 'paternal_grandmother', 'maternal_grandfather',
                                'maternal_grandmother') THEN 'grandparents'
            WHEN r.relation IN ('father', 'mother', 'step_parent') THEN 'parent'
            WHEN r.relation IN ('uncle', 'aunt', 'maternal_uncle', 'maternal_aunt', 'brother', 'sister', 'neighbour')
                THEN 'kin'
            WHEN r.relation = 'institution' THEN 'institution' WHEN r.relation = 'other' THEN 'other' ELSE '' END AS carer,
       CASE WHEN r.able IS NULL OR r.able = '' THEN '' WHEN r.able IN ('yes', 'unknown') THEN r.able
            ELSE 'unable' END AS guardianship
FROM children_child c
CROSS JOIN LATERAL (SELECT extract(year FROM age(%(on)s::date, c.birth_date))::int AS age) y
LEFT JOIN children_schooling s ON s.child_id = c.id AND s.period @> %(on)s::date
LEFT JOIN LATERAL (
    SELECT r.relation, r.able FROM children_relative r
    WHERE r.child_id = c.id AND r.kind = 'carer' AND r.period @> %(on)s::date
    ORDER BY r.period DESC, r.id LIMIT 1) r ON true
WHERE c.place >= %(low)s AND c.place < %(high)s AND (c.exited_on IS NULL OR c.exited_on > %(on)s)
  AND c.registered_on <= %(on)s
  AND (cardinality(%(keys)s::text[]) = 0 OR EXISTS (SELECT 1 FROM children_category k WHERE k.child_id = c.id
       AND k.key = ANY (%(keys)s::text[]) AND k.period @> %(on)s::date))
"""
GROUPS = ("age", "schooling", "boarding", "health", "care_reason", "carer", "guardianship")
# The same out of the ledger that was closed for a month; a village that changed its code counts where it was then.
CLOSED = """
SELECT c.child AS id, c.happened_place AS place, c.sex, {age},
       c.schooling, c.boarding, c.health, c.care_reason, c.carer, c.guardianship
FROM returns_monthrow c CROSS JOIN LATERAL (SELECT extract(year FROM age(%(on)s::date, c.birth_date))::int AS age) y
WHERE c.place >= %(low)s AND c.place < %(high)s AND c.since <= %(month)s AND (c.until IS NULL OR c.until > %(month)s)
  AND %(then)s::int8multirange @> c.happened_place
  AND (cardinality(%(keys)s::text[]) = 0 OR string_to_array(c.keys, ',') && %(keys)s::text[])
"""
COUNTS = """
SELECT place / %(width)s * %(width)s, sex, {groups}, count(*) FROM ({cases}) c WHERE true{apart} GROUP BY 1, 2, {groups}
"""
Key = tuple[str, str, str]  # group, value, sex


@dataclass(frozen=True)
class Day:
    """When to count: the register on a day, or the ledger closed for a month, with the codes that the unit had then."""

    on: date
    month: date | None = None
    then: str = "{}"

    @property
    def cases(self) -> sql.Composable:
        return composed(CLOSED if self.month else CASES, age=AGE)

    def values(self, bounds: tuple[int, int], keys: Sequence[str]) -> dict[str, Any]:
        """What `cases` asks for."""
        told = {"on": self.on, "month": self.month, "then": self.then}
        return told | {"low": bounds[0], "high": bounds[1], "keys": list(keys)}


class Figures:
    """Counts of one unit: how many children, and how many in each (group, value, sex)."""

    def __init__(self) -> None:
        self.total = 0
        self.counts: dict[Key, int] = defaultdict(int)

    def add(self, sex: str, values: Sequence[str], count: int) -> None:
        self.total += count
        for group, value in zip(GROUPS, values, strict=True):
            self.counts[group, value, sex] += count

    def plus(self, other: "Figures") -> "Figures":
        """The sum with another unit's."""
        summed = Figures()
        summed.total = self.total + other.total
        for one in (self, other):
            for key, count in one.counts.items():
                summed.counts[key] += count
        return summed

    def of(self, group: str, values: Iterable[str], sex: str = "") -> int:
        """How many have one of the values; sex: male or female, '' for both."""
        wanted = set(values)
        return sum(n for (g, v, s), n in self.counts.items() if g == group and v in wanted and sex in ("", s))

    def values(self, group: str) -> set[str]:
        return {value for (held, value, _), count in self.counts.items() if held == group and count}


@dataclass(frozen=True)
class Equation:
    """One group against the total: Σ parts, boys and girls of each part where the form asks, and what is left over."""

    group: Group
    parts: list[dict[str, Any]]
    sum: int
    difference: int
    missing: int

    @property
    def balanced(self) -> bool:
        return self.difference == 0


def units(grant: Grant, width: int, day: Day, keys: Sequence[str]) -> dict[int, Figures]:
    """Figures of each unit of a width in a scope, by code; only units with children."""
    found: dict[int, Figures] = defaultdict(Figures)
    counted = composed(COUNTS, cases=day.cases, groups=joined(GROUPS), apart=grant.apart("c.id"))
    for bounds in grant.bounds:
        values = day.values(bounds, keys) | {"width": width}
        for unit, sex, *rest in query.rows(counted, values):
            found[unit].add(sex, rest[:-1], rest[-1])
    return found


def whole(found: dict[int, Figures]) -> Figures:
    """The sum of units."""
    total = Figures()
    for one in found.values():
        total = total.plus(one)
    return total


def equations(layout: Layout, figures: Figures) -> list[Equation]:
    """Whether total = Σ of each group's parts; `missing` counts 未采集, which is a part and keeps the balance."""
    return [_equation(group, figures) for group in layout.groups]


# Children who stand in no part of a group.
BEHIND = "FROM ({cases}) c WHERE NOT {key} = ANY (%(held)s){apart}"
PAGE = "SELECT id, place, {key} {behind} AND (place, id) > (%(at)s, %(last)s) ORDER BY place, id LIMIT %(limit)s"
COUNT = "SELECT count(*) {behind}"


def behind(
    grant: Grant, layout: Layout, group: Group, day: Day, after: tuple[int, str], limit: int
) -> tuple[list[tuple[Any, int, str]], int]:
    """(child, place, value) of the children behind a group's difference, so many after one by place and id; and how many
    there are."""
    counted = [value for part in group.parts for value in part.values]
    found, total = [], 0
    parts = {"cases": day.cases, "key": group.key, "apart": grant.apart("id"), "behind": BEHIND}
    for bounds in sorted(grant.bounds):
        values = day.values(bounds, layout.filter.categories) | {"held": counted}
        page = values | {"at": after[0], "last": after[1], "limit": limit}
        found += query.rows(composed(PAGE, **parts), page)
        total += query.rows(composed(COUNT, **parts), values)[0][0]
    return found[:limit], total


def _equation(group: Group, figures: Figures) -> Equation:
    parts = [_part(group, part, figures) for part in group.parts]
    counted = sum(part["boys"] + part["girls"] if group.by_sex else part["count"] for part in parts)
    missing = figures.of(group.key, [""])
    return Equation(group, parts, counted, figures.total - counted, missing)


def _part(group: Group, part: Any, figures: Figures) -> dict[str, Any]:
    boys, girls = (figures.of(group.key, part.values, sex) for sex in ("male", "female"))
    sexes = {"boys": boys, "girls": girls} if group.by_sex else {"boys": None, "girls": None}
    return {"label": part.label, "values": list(part.values), "count": figures.of(group.key, part.values), **sexes}
