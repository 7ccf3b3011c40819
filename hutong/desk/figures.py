"""What home pages count: rounds of duties by state and month, children in the register.

Where a grant is made of whole counties they are read from the sums by county (journal/sql/tally.sql, ADR 21), else counted one by
one. Both give the same: rows of rounds with how often each counts, and -1 for those of children whom the grant avoids.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from psycopg import sql
from psycopg.sql import Placeholder

from hutong.accounts.grants import Bounds, Grant
from hutong.desk.duties import AHEAD, OLD
from hutong.duties.late import begins
from hutong.ground import clock, query
from hutong.ground.query import composed, joined
from hutong.places.codes import WIDTH, Level

WEEK = 7
Span = tuple[date, date]
# Unit, rule, clause, counts.
Row = tuple[int, str, str, list[int]]
# Statements whose rows are counted together.
Source = list[str]
COLUMNS = "place, rule, clause, ending, due, due_at, ended_on"
OF_SUMS = "place, rule, clause, ending, due, NULL::timestamptz AS due_at, ended_on"
MINE = "place >= %(low)s AND place < %(high)s"
# Beside the sums stand closed matters, which only those see whom they are addressed to, and clocks of minutes.
SUMS = """SELECT {of_sums}, n FROM desk_tally WHERE {mine} AND rule <> ''
    UNION ALL SELECT {columns}, 1 FROM duties_duty WHERE {mine} AND (closed OR due_at IS NOT NULL)"""
# What is addressed to somebody and lies elsewhere.
ADDRESSED = """SELECT {columns}, 1 AS n FROM duties_duty
    WHERE addressees && %(addressed)s::uuid[] AND addressees IS NOT NULL AND (ending = '' OR ended_on >= %(since)s) AND NOT {inside}"""
# Each half by its own index.
ROUNDS = """SELECT {columns}, 1 AS n FROM duties_duty WHERE {mine} AND ending = ''
    UNION ALL SELECT {columns}, 1 FROM duties_duty WHERE {mine} AND ending <> '' AND ended_on >= %(since)s"""
AVOIDED = """SELECT {columns}, -1 FROM duties_duty
    WHERE {mine} AND (child = ANY (%(avoids)s::uuid[]) OR subject = ANY (%(avoids)s::uuid[]))"""
LATE = "hutong_overdue(due, due_at, %(now)s)"
STATES = """coalesce(sum(n) FILTER (WHERE ending = '' AND due BETWEEN %(today)s AND %(ahead)s AND NOT {late}), 0),
    coalesce(sum(n) FILTER (WHERE ending = '' AND {late}), 0),
    coalesce(sum(n) FILTER (WHERE ending = 'done' AND ended_on >= %(month)s), 0),
    coalesce(sum(n) FILTER (WHERE ending = '' AND hutong_overdue(due, due_at, %(old)s)), 0)"""
# Done and overdue of a month.
POINT = """coalesce(sum(n) FILTER (WHERE ending = 'done' AND ended_on >= {first} AND ended_on < {following}), 0),
    coalesce(sum(n) FILTER (WHERE hutong_overdue(due, due_at, {day}::date::timestamp AT TIME ZONE 'Asia/Shanghai')
        AND (ending = '' OR ended_on >= {day})), 0)"""
COUNTS = """
SELECT place / %(width)s * %(width)s, rule, clause, {counts} FROM ({source}) r GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
# What falls due on each day of the week ahead.
COMING = """SELECT due, rule, sum(n) FROM ({source}) r
    WHERE ending = '' AND due BETWEEN %(today)s AND %(week)s GROUP BY 1, 2"""
OPEN = (
    """SELECT {columns}, 1 AS n FROM duties_duty WHERE {mine} AND ending = '' AND due BETWEEN %(today)s AND %(week)s"""
)
SUM = "SELECT place / %(width)s * %(width)s, sum(n) FROM ({source}) c GROUP BY 1"
CHILDREN = {
    True: "SELECT place, n FROM desk_tally WHERE {mine} AND rule = ''",
    False: "SELECT place, 1 AS n FROM children_child WHERE {mine} AND exited_on IS NULL",
}
KEPT_OUT = "SELECT place, -1 FROM children_child WHERE {mine} AND exited_on IS NULL AND id = ANY (%(avoids)s::uuid[])"


def rounds(grant: Grant, bounds: Bounds, level: Level, today: date, months: Sequence[Span] = ()) -> list[Row]:
    """Of each unit of a level and each rule: due, overdue, done, overdue for long; then done and overdue of each month."""
    return _counted(_source(grant, SUMS if summed(bounds, level) else ROUNDS), grant, bounds, level, today, months)


def addressed(grant: Grant, today: date, months: Sequence[Span] = ()) -> list[Row]:
    """The same of what is addressed to a grant and lies outside its places, by county."""
    if not grant.addressed:
        return []
    return _counted([ADDRESSED], grant, (0, 0), Level.COUNTY, today, months)


def _counted(
    source: Source, grant: Grant, bounds: Bounds, level: Level, today: date, months: Sequence[Span]
) -> list[Row]:
    points = [
        composed(POINT, first=Placeholder(f"m{n}"), following=Placeholder(f"m{n + 1}"), day=Placeholder(f"end{n}"))
        for n in range(len(months))
    ]
    asked = _statement(COUNTS, source, grant, counts=joined([composed(STATES, late=LATE), *points]))
    values = _values(grant, bounds, today)
    values |= {"width": WIDTH[level], "since": months[0][0] if months else values["month"]}
    for n, (first, following) in enumerate(months):
        values |= {f"m{n}": first, f"m{n + 1}": following, f"end{n}": min(following, today)}
    return [(unit, rule, clause, list(map(int, found))) for unit, rule, clause, *found in query.rows(asked, values)]


def coming(grant: Grant, bounds: Bounds, today: date) -> list[tuple[date, str, int]]:
    """Day, rule and how many rounds fall due on it, of the week from today on."""
    asked = _statement(COMING, _source(grant, SUMS if summed(bounds) else OPEN), grant)
    return [(day, rule, int(n)) for day, rule, n in query.rows(asked, _values(grant, bounds, today))]


def children(grant: Grant, bounds: Bounds, level: Level) -> dict[int, int]:
    """Children in the register by unit of a level."""
    source = _source(grant, CHILDREN[summed(bounds, level)], KEPT_OUT)
    found = query.rows(_statement(SUM, source, grant), _values(grant, bounds, date.min) | {"width": WIDTH[level]})
    return {unit: int(count) for unit, count in found}


def registered(grant: Grant) -> int:
    """All children in the register of a grant."""
    return sum(sum(children(grant, one, Level.PROVINCE).values()) for one in grant.bounds)


def sum_again() -> None:
    """Make the sums by county anew, at night: few rows again, and right whatever happened to them."""
    query.rows("SELECT desk_tally_again()")


def summed(bounds: Bounds, level: Level = Level.PROVINCE) -> bool:
    """Whether an interval is made of whole counties, and the units asked for too."""
    return level <= Level.COUNTY and all(edge % WIDTH[Level.COUNTY] == 0 for edge in bounds)


def _source(grant: Grant, rows: str, avoided: str = AVOIDED) -> Source:
    return [rows, avoided] if grant.avoids else [rows]


def _statement(words: str, source: Source, grant: Grant, **parts: sql.Composable) -> sql.Composed:
    put = {"mine": MINE, "columns": COLUMNS, "of_sums": OF_SUMS, "inside": grant.inside("place", "child")}
    rows = joined((composed(one, **put) for one in source), " UNION ALL ")
    return composed(words, source=rows, **parts)


def _values(grant: Grant, bounds: Bounds, today: date) -> dict[str, Any]:
    low, high = bounds
    ahead = today + timedelta(AHEAD)
    return {
        "low": low,
        "high": high,
        "today": today,
        "ahead": ahead,
        "week": today + timedelta(WEEK - 1) if today > date.min else today,
        "old": begins(today - timedelta(OLD)) if today > date.min else clock.now(),
        "month": today.replace(day=1),
        "avoids": list(grant.avoids),
        "addressed": list(grant.addressed),
        "now": clock.now(),
    }
