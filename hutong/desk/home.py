"""The document is the home page: the officer's own annex with live counts, and the units below by unmet need."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q

from hutong.accounts.grants import Bounds, Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import ANNEX, Permission, Role
from hutong.desk import awaited, duties, figures, waiting
from hutong.desk.clauses import ACTIONS, ANNEXES, FOLLOWS, TEXTS
from hutong.desk.past import Past, Then, eve
from hutong.desk.phones import urgent
from hutong.duties.models import Duty
from hutong.duties.registry import rule, rules
from hutong.ground import clock, query
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level, interval, level_of
from hutong.places.schemas import PlaceRef

MONTHS = 6
STATES = ("due", "overdue", "done", "old")
Figures = dict[str, dict[str, int]]
Trend = dict[str, list[dict[str, Any]]]


def home(grant: Grant, place: int, whose: Grant) -> dict[str, Any]:
    """Home (schemas.py) of a grant, whole or narrowed to one unit; place: the unit that the page is about; whose: the whole grant."""
    today = clock.today()
    annex = ANNEX.get(grant.role, "A1") if grant.role else "A1"
    path = named.path(place)
    rows = _rounds(grant, today)
    return {
        "place": path[-1],
        "path": path,
        "as_of": clock.now(),
        "annex": annex,
        "title": _title(grant, place) or ANNEXES[annex],
        "annex_title": ANNEXES[annex],
        "lines": _lines(annex, _figures(rows), _trend(grant, today, rows)),
        **waiting.needs(grant),
        "awaited": awaited.awaited(grant),
        "old": waiting.old(rows, grant),
        "week": _week(grant, today),
        "children": figures.registered(grant),
        "posts": _posts(grant),
        "urgent": urgent.counts(grant, whose) if grant.allows(Permission.URGENT) else None,
        "untaken": urgent.untaken(grant, whose) if grant.allows(Permission.URGENT) else [],
        "below": below(grant, today, rows),
    }


BUREAUS = {Level.PROVINCE: "省级民政部门工作", Level.PREFECTURE: "市级民政部门工作"}


def _title(grant: Grant, place: int) -> str:
    """The bureau follows the institution's annex, and has work of its own."""
    return BUREAUS.get(Level(level_of(place)), "县级民政部门工作") if grant.role == Role.CIVIL_AFFAIRS else ""


def _week(grant: Grant, today: date) -> list[dict[str, Any]]:
    """What falls due on each of the next seven days; a director's own alone."""
    days: dict[date, dict[str, Any]] = {}
    for n in range(figures.WEEK):
        on = today + timedelta(n)
        days[on] = {"on": on, "visits": 0, "others": 0}
    for bounds in grant.bounds:
        for on, key, count in figures.coming(grant, bounds, today):
            if grant.role != Role.CHILD_DIRECTOR or rule(key).owner == grant.role:
                days[on]["visits" if key == "visit" else "others"] += count
    return list(days.values())


def _rounds(grant: Grant, today: date) -> list[figures.Row]:
    """What is counted of a grant's places, by the units below them or, where sums are kept, by counties at the lowest; and
    what is addressed to it."""
    level = _below(grant)
    return figures.addressed(grant, today, months(today)) + [
        row
        for bounds in grant.bounds
        for row in figures.rounds(
            grant, bounds, min(level, Level.COUNTY) if figures.summed(bounds) else level, today, months(today)
        )
    ]


def _below(grant: Grant) -> Level:
    return Level(min(max(level_of(place) for place in grant.places) + 1, Level.VILLAGE))


def _by_clause(rows: Sequence[figures.Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for _, _, clause, counts in rows:
        found[clause] = [a + b for a, b in zip(found.get(clause, [0] * len(counts)), counts, strict=True)]
    return found


def _figures(rows: Sequence[figures.Row]) -> Figures:
    return {clause: dict(zip(STATES, counts, strict=False)) for clause, counts in _by_clause(rows).items()}


def trend(grant: Grant, today: date) -> Trend:
    """By clause and month: done in it, and overdue at its end, out of the rounds themselves and where they stood then."""
    return _trend(grant, today, _rounds(grant, today))


def _trend(grant: Grant, today: date, counted: Sequence[figures.Row]) -> Trend:
    found: Trend = defaultdict(list)
    sums = _by_clause(counted)
    spans = months(today)
    with Past(grant, spans[0][0]).reading() as past:
        for nth, (first, following) in enumerate(spans):
            last = past.on(eve(following) if following <= today else today)
            pieces = past.between(first, following)
            if all(past.as_now(one.bounds) for one in (last, *(then for *_, then in pieces))):
                rows = _as_now(grant, sums, nth, last, min(following, today))
            else:
                rows = _as_then(grant, last, pieces, min(following, today))
            for clause, (done, overdue) in rows.items():
                found[clause].append({"month": f"{first:%Y-%m}", "done": done, "overdue": overdue})
    return found


def _as_now(grant: Grant, counted: dict[str, list[int]], nth: int, last: Then, day: date) -> dict[str, tuple[int, int]]:
    """Done and overdue of one month, by clause, where the bounds were those of today: rounds of children who have come
    since counted elsewhere then, those of children who have left counted here."""
    at = len(STATES) + 2 * nth
    rows = {clause: (counts[at], counts[at + 1]) for clause, counts in counted.items()}
    for moved, where, sign in ((last.left, ~last.stood(), 1), (last.came, last.stood(), -1)):
        if moved:
            late = plain(Duty).filter(duties.overdue_on(day), where, child__in=moved, subject=F("child"))
            late = late.exclude(child__in=grant.avoids)
            for clause, count in late.values_list("clause").annotate(Count("id")):
                done, overdue = rows.get(clause, (0, 0))
                rows[clause] = (done, overdue + sign * count)
    return rows


def _as_then(
    grant: Grant, last: Then, pieces: Sequence[tuple[date, date, Then]], day: date
) -> dict[str, tuple[int, int]]:
    """The same where units had other codes: counted one by one."""
    somewhere, done = last.stood() | Q(child__in=last.left), Q(pk__in=[])
    for start, end, then in pieces:
        somewhere |= then.stood()
        done |= duties.done_between(start, end) & then.stood()
    counts = {"done": Count("id", filter=done), "overdue": Count("id", filter=duties.overdue_on(day) & last.rounds())}
    told = plain(Duty).filter(somewhere).exclude(child__in=grant.avoids).exclude(subject__in=grant.avoids)
    rows = told.values("clause").annotate(**counts)
    return {row["clause"]: (row["done"], row["overdue"]) for row in rows}


def months(today: date) -> list[tuple[date, date]]:
    """The last six months as half-open spans, this one included."""
    count = today.year * 12 + today.month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS + 1, count + 2)]
    return list(itertools.pairwise(firsts))


def _lines(annex: str, figures: Figures, trend: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    live = {rule.clause for rule in rules()}
    return [_line(clause, figures, trend, live) for clause in TEXTS if clause.split("-")[0] == annex]


def _line(clause: str, figures: Figures, trend: dict[str, Any], live: set[str]) -> dict[str, Any]:
    counted = [c for c in FOLLOWS.get(clause, ()) if c in live]
    label, to = ACTIONS.get(clause, (None, None))
    sums = {k: sum(figures.get(c, {}).get(k, 0) for c in counted) for k in ("due", "done", "overdue")}
    return sums | {
        "clause": clause,
        "text": TEXTS[clause],
        "live": bool(counted),
        "counts": counted,
        "trend": _summed([point for c in counted for point in trend.get(c, [])]),
        "action": {"label": label, "to": to} if label else None,
    }


def _summed(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Points of several clauses as one a month: a line's trend counts what its figures count."""
    found: dict[str, dict[str, Any]] = {}
    for point in points:
        one = found.setdefault(point["month"], {"month": point["month"], "done": 0, "overdue": 0})
        one["done"], one["overdue"] = one["done"] + point["done"], one["overdue"] + point["overdue"]
    return [found[month] for month in sorted(found)]


# Of each unit: its villages, and those where nobody holds the post. All holders once, not one look for each village.
VILLAGES = """
SELECT p.code / %(width)s * %(width)s, count(*), count(*) FILTER (WHERE held.place IS NULL) FROM places_place p
LEFT JOIN (SELECT DISTINCT place FROM accounts_post_today WHERE role = 'child_director'
           AND place >= %(low)s AND place < %(high)s) held ON held.place = p.code
WHERE p.level = 5 AND p.code >= %(low)s AND p.code < %(high)s GROUP BY 1
"""


def _villages(bounds: Bounds, width: int) -> list[tuple[int, int, int]]:
    low, high = bounds
    return query.rows(VILLAGES, {"width": width, "low": low, "high": high})  # type: ignore[return-value]  # three numbers


def _posts(grant: Grant) -> dict[str, int]:
    counted = [row for bounds in grant.bounds for row in _villages(bounds, WIDTH[Level.PROVINCE])]
    return {"villages": sum(row[1] for row in counted), "without_director": sum(row[2] for row in counted)}


def below(grant: Grant, today: date, rows: Sequence[figures.Row]) -> list[dict[str, Any]]:
    """Units one level below the grant's places, most overdue first, with the clauses that cause it."""
    units = [u for place in grant.places if level_of(place) < Level.VILLAGE for u in _units(grant, place, today, rows)]
    return sorted(units, key=lambda e: (-e["overdue"], -e["due"], -e["children"], e["place"].code))


def _units(grant: Grant, place: int, today: date, rows: Sequence[figures.Row]) -> list[dict[str, Any]]:
    bounds = interval(place)
    level = Level(level_of(place) + 1)
    units = {ref.code: _empty(ref) for ref in named.below(place)}
    vacant = {unit: without for unit, _, without in _villages(bounds, WIDTH[level])}
    for name, counts in (("children", figures.children(grant, bounds, level)), ("without_director", vacant)):
        for unit in units.keys() & counts.keys():
            units[unit][name] = counts[unit]
    if grant.bounds != (bounds,) or figures.summed(bounds) != figures.summed(bounds, level):
        rows = figures.rounds(grant, bounds, level, today)
    for unit, key, _, (due, overdue, done, *_) in rows:
        if unit in units:
            _add(units[unit], key, due, overdue, done)
    return list(units.values())


def _empty(ref: PlaceRef) -> dict[str, Any]:
    return {"place": ref, "children": 0, "due": 0, "done": 0, "overdue": 0, "without_director": 0, "causes": []}


def _add(entry: dict[str, Any], key: str, due: int, overdue: int, done: int) -> None:
    for name, value in zip(STATES, (due, overdue, done), strict=False):
        entry[name] += value
    if overdue:
        cause = rule(key)
        entry["causes"].append({"clause": cause.clause, "title": cause.title, "overdue": overdue})
