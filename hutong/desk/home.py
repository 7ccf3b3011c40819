"""The document is the home page: the officer's own annex with live counts, and the units below by unmet need."""

import itertools
from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Q

from hutong.accounts.managers import plain
from hutong.accounts.permissions import ANNEX, Role
from hutong.accounts.scope import Grant
from hutong.children.models import Child
from hutong.config import clock, query
from hutong.desk import duties
from hutong.desk.clauses import ACTIONS, ANNEXES, FOLLOWS, TEXTS
from hutong.desk.past import Past, eve
from hutong.duties.models import Duty
from hutong.duties.registry import rule, rules
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level, interval, level_of
from hutong.places.schemas import PlaceRef

MONTHS = 6
Figures = dict[str, dict[str, int]]


def home(grant: Grant, place: int) -> dict[str, Any]:
    """Home (schemas.py) of a grant, whole or narrowed to one unit; place: the unit that the page is about."""
    today = clock.today()
    annex = ANNEX.get(grant.role, "A1") if grant.role else "A1"
    path = named.path(place)
    return {
        "place": path[-1],
        "path": path,
        "as_of": clock.now(),
        "annex": annex,
        "title": ANNEXES[annex],
        "lines": _lines(annex, _figures(grant, today), trend(grant, today)),
        "needs_me": duties.nearest(grant, annex, 20 if annex == "A3" else 10),
        "children": _active(grant).count(),
        "posts": _posts(grant),
        "below": below(grant, today),
    }


def _active(grant: Grant) -> Any:
    return Child.objects.within(grant).filter(exited_on__isnull=True)


def _figures(grant: Grant, today: date) -> Figures:
    # Named apart from the columns: an annotation `due` would stand before the column of that name in the next one.
    states = {f"n_{name}": Count("id", filter=q) for name, q in duties.states(today).items()}
    rows = Duty.objects.within(grant).values("clause").annotate(**states)
    return {row["clause"]: {name: row[f"n_{name}"] for name in duties.states(today)} for row in rows}


def trend(grant: Grant, today: date) -> dict[str, list[dict[str, Any]]]:
    """By clause and month: done in it, and overdue at its end, out of the rounds themselves and where they stood then."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    spans = months(today)
    with Past(grant, spans[0][0]).reading() as past:
        for first, following in spans:
            for row in _month(past, first, following, today):
                found[row["clause"]].append({"month": f"{first:%Y-%m}", "done": row["done"], "overdue": row["overdue"]})
    return found


def _month(past: Past, first: date, following: date, today: date) -> Any:
    """Done and overdue of one month, by clause."""
    last = past.on(eve(following) if following <= today else today)
    pieces = past.between(first, following)
    somewhere, done = last.stood() | Q(child__in=last.left), Q(pk__in=[])
    for start, end, then in pieces:
        somewhere |= then.stood()
        done |= duties.done_between(start, end) & then.stood()
    overdue = duties.overdue_on(min(following, today)) & last.rounds()
    counts = {"done": Count("id", filter=done), "overdue": Count("id", filter=overdue)}
    rounds = plain(Duty).filter(somewhere).exclude(child__in=past.grant.avoids)
    return rounds.values("clause").annotate(**counts)


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


VILLAGES = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM accounts_post a WHERE a.place = p.code AND a.role = %s AND a.period @> %s::date))
FROM places_place p WHERE p.level = 5 AND p.code >= %s AND p.code < %s
"""


def _posts(grant: Grant) -> dict[str, int]:
    villages = without = 0
    for low, high in grant.bounds:
        [[all_of_them, vacant]] = query.rows(VILLAGES, [Role.CHILD_DIRECTOR, clock.today(), low, high])
        villages, without = villages + all_of_them, without + vacant
    return {"villages": villages, "without_director": without}


# One pass a table over the scope, summed to the units below; every figure is a sum of its villages.
BELOW = """
WITH duty AS (
    SELECT place / %(width)s AS unit, rule,
           count(*) FILTER (WHERE ending = '' AND due >= %(today)s AND due <= %(today)s + %(ahead)s) AS due,
           count(*) FILTER (WHERE ending = '' AND due < %(today)s) AS overdue,
           count(*) FILTER (WHERE ending = 'done' AND ended_on >= %(month)s) AS done
    FROM duties_duty WHERE place >= %(low)s AND place < %(high)s{about} GROUP BY 1, 2
), child AS (
    SELECT place / %(width)s AS unit, count(*) AS children FROM children_child
    WHERE place >= %(low)s AND place < %(high)s AND exited_on IS NULL{who} GROUP BY 1
), vacant AS (
    SELECT p.code / %(width)s AS unit, count(*) AS vacant FROM places_place p
    WHERE p.level = 5 AND p.code >= %(low)s AND p.code < %(high)s AND NOT EXISTS (
        SELECT 1 FROM accounts_post a WHERE a.place = p.code AND a.role = 'child_director' AND a.period @> %(today)s)
    GROUP BY 1
)
SELECT u.unit, coalesce(c.children, 0), coalesce(v.vacant, 0), d.rule, coalesce(d.due, 0), coalesce(d.overdue, 0),
       coalesce(d.done, 0)
FROM (SELECT unit FROM duty UNION SELECT unit FROM child UNION SELECT unit FROM vacant) u
LEFT JOIN child c USING (unit) LEFT JOIN vacant v USING (unit) LEFT JOIN duty d USING (unit)
"""


def below(grant: Grant, today: date) -> list[dict[str, Any]]:
    """Units one level below the grant's places, most overdue first, with the clauses that cause it."""
    units = [unit for place in grant.places if level_of(place) < Level.VILLAGE for unit in _units(grant, place, today)]
    return sorted(units, key=lambda e: (-e["overdue"], -e["due"], -e["children"], e["place"].code))


def _units(grant: Grant, place: int, today: date) -> list[dict[str, Any]]:
    low, high = interval(place)
    width = WIDTH[Level(level_of(place) + 1)]
    spans = {"width": width, "low": low, "high": high, "ahead": duties.AHEAD}
    counted = BELOW.replace("{about}", grant.apart("child")).replace("{who}", grant.apart("id"))
    rows = query.rows(counted, spans | {"today": today, "month": today.replace(day=1)})
    units = {ref.code: _empty(ref) for ref in named.below(place)}
    for unit, children, vacant, key, *counts in rows:
        if entry := units.get(unit * width):
            entry |= {"children": children, "without_director": vacant}
            _add(entry, key, *counts)
    return list(units.values())


def _empty(ref: PlaceRef) -> dict[str, Any]:
    return {"place": ref, "children": 0, "due": 0, "done": 0, "overdue": 0, "without_director": 0, "causes": []}


def _add(entry: dict[str, Any], key: str | None, due: int, overdue: int, done: int) -> None:
    for name, value in (("due", due), ("overdue", overdue), ("done", done)):
        entry[name] += value
    if key and overdue:
        cause = rule(key)
        entry["causes"].append({"clause": cause.clause, "title": cause.title, "overdue": overdue})
