"""Looks of a jurisdiction for the auditor, and why some are unusual: worked out by SQL, look by look, no one ranked."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from psycopg import sql

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.desk import paging
from hutong.desk.looks import of_child, policy
from hutong.ground import clock, query
from hutong.ground.clock import SHANGHAI
from hutong.ground.query import composed
from hutong.journal.models import LookReview, View
from hutong.places import refs as named

# Kinds of opening count as looking at one more child; hours and days are counted back from each look. A look by share is
# what the share is for: it is beyond it when one child is looked at again and again, or many in a day. The broken glass
# was nobody's decision but the officer's own: always outside. Only the first letter of two names leaves the database.
LOOKS = """
WITH looks AS (
    SELECT v.id, v.at, v.place, v.child, v.kind, v.from_place, p.name, coalesce(c.number, '') AS number,
           left(c.name, 1) AS surname, left(p.name, 1) = left(c.name, 1) AS same,
           (SELECT count(DISTINCT w.child) FROM journal_view w
            WHERE w.person = v.person AND w.at > v.at - interval '1 hour' AND w.at <= v.at
              AND w.kind IN ('open', 'shared', 'break_glass')) AS in_an_hour,
           d.again, d.children, n.times,
           extract(hour FROM v.at AT TIME ZONE 'Asia/Shanghai') AS hour
    FROM journal_view v
    JOIN accounts_person p ON p.id = v.person
    LEFT JOIN children_child c ON c.id = v.child
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE w.child = v.child) AS again,
               count(DISTINCT w.child) FILTER (WHERE w.kind = 'shared') AS children
        FROM journal_view w
        WHERE w.person = v.person AND w.at > v.at - interval '24 hours' AND w.at <= v.at
          AND w.kind IN ('shared', 'unmask', 'print')) d ON v.kind = 'shared'
    LEFT JOIN LATERAL (
        SELECT count(*) AS times FROM journal_view w
        WHERE w.person = v.person AND w.kind = v.kind AND (w.at, w.id) <= (v.at, v.id)
          AND w.at > v.at - CASE v.kind WHEN 'unmask' THEN interval '1 hour' ELSE interval '24 hours' END
    ) n ON v.kind IN ('unmask', 'elsewhere')
    WHERE v.place >= %(low)s AND v.place < %(high)s AND v.kind <> 'sealed'
      AND v.at >= %(since)s AND v.at < %(until)s
      AND (%(person)s = '' OR p.name = %(person)s OR p.staff_number = %(person)s)
      AND (%(kind)s = '' OR v.kind = %(kind)s)
      AND (%(number)s = '' OR c.number = %(number)s)
), told AS (
    SELECT l.id, l.at, l.number, l.place, l.in_an_hour, l.surname, l.again, l.children, l.times, array_remove(ARRAY[
        CASE WHEN l.kind = 'kept_out' THEN 'kin' END,
        CASE WHEN l.same THEN 'surname' END,
        CASE WHEN l.kind = 'break_glass' THEN 'outside' END,
        CASE WHEN l.again >= %(shared_again)s OR l.children >= %(shared_children)s THEN 'beyond' END,
        CASE WHEN l.in_an_hour >= %(many)s THEN 'many' END,
        CASE WHEN l.kind = 'unmask' AND l.times >= %(numbers)s THEN 'numbers' END,
        CASE WHEN l.kind = 'elsewhere' AND l.times >= %(tried)s THEN 'tried' END,
        CASE WHEN l.hour >= %(night_from)s OR l.hour < %(night_to)s THEN 'night' END], NULL) AS reasons
    FROM looks l
)
SELECT {shown} FROM told t
WHERE (NOT %(unusual)s OR (cardinality(t.reasons) > 0 AND (%(decided)s = EXISTS (
        SELECT 1 FROM journal_lookreview r WHERE r.look = t.id))))
"""
PAGE = composed(
    "{looks} AND (t.at, t.id) < (%(at)s, %(id)s) ORDER BY t.at DESC, t.id DESC LIMIT %(limit)s",
    shown="t.id, t.number, t.reasons, t.in_an_hour, t.surname, t.again, t.children, t.times, t.at", looks=LOOKS,
)  # fmt: skip
COUNT = composed(
    "SELECT count(*) FROM ({looks} LIMIT {most}) q", shown="", looks=LOOKS, most=sql.Literal(paging.EXACT + 1)
)
LAST = uuid.UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Wanted:
    """What the auditor asked for; empty means any. decided: of the unusual, those looked into already."""

    since: date
    until: date
    person: str = ""
    kind: str = ""
    number: str = ""
    unusual: bool = False
    decided: bool = False


def page(grant: Grant, wanted: Wanted, after: str | None, limit: int) -> dict[str, Any]:
    """Looks (schemas.py) of a jurisdiction, the newest first."""
    rows = sorted((row for bounds in grant.bounds for row in _rows(PAGE, bounds, wanted, after, limit)), key=_newest)
    shown, more = rows[:limit], len(rows) > limit
    found = _in_order([row[0] for row in shown])
    reviews = _reviews([row[0] for row in shown])
    places = named.refs({look.place for look in found})
    items = [
        told
        | {
            "number": number,
            "place": named.path_text(look.place) if look.place in places else "",
            "reasons": [
                {"key": key, "text": policy.REASONS[key] + _more(look, *figures).get(key, "")} for key in reasons
            ],
            "review": reviews.get(look.pk),
        }
        for told, look, (_, number, reasons, *figures, _) in zip(of_child.shown(found), found, shown, strict=True)
    ]
    following = paging.encode(shown[-1][-1].isoformat(), shown[-1][0]) if more else None
    return {"items": items, "total": total(grant, wanted), "next": following}


def total(grant: Grant, wanted: Wanted) -> dict[str, Any]:
    """How many there are of them: exact to 10,000."""
    return paging.capped(sum(count for bounds in grant.bounds for [count] in _rows(COUNT, bounds, wanted, None, 0)))


def _newest(row: tuple[Any, ...]) -> tuple[float, int]:
    return -row[-1].timestamp(), -row[0].int


def _rows(
    asked: sql.Composable, bounds: tuple[int, int], wanted: Wanted, after: str | None, limit: int
) -> list[tuple[Any, ...]]:
    at, last = _position(after)
    values = vars(wanted) | policy.figures(clock.today())
    values |= {
        "low": bounds[0],
        "high": bounds[1],
        "since": datetime.combine(wanted.since, time(), SHANGHAI),
        "until": datetime.combine(wanted.until + timedelta(1), time(), SHANGHAI),
        "at": at,
        "id": last,
        "limit": limit + 1,
    }
    return query.rows(asked, values)


def _position(after: str | None) -> tuple[datetime, uuid.UUID]:
    if not after:
        return clock.now() + timedelta(days=366), LAST
    moment, last = paging.decode(after)
    try:
        return datetime.fromisoformat(moment), uuid.UUID(last)
    except ValueError:
        raise paging.refused() from None


def _in_order(ids: Sequence[uuid.UUID]) -> list[View]:
    found = plain(View).in_bulk(ids)
    return [found[key] for key in ids]


def _reviews(ids: Sequence[uuid.UUID]) -> dict[Any, dict[str, Any]]:
    rows = list(plain(LookReview).filter(look__in=ids))
    names = dict(Person.objects.filter(pk__in={row.by for row in rows}).values_list("pk", "name"))
    return {row.look: review_out(row, names.get(row.by, "")) for row in rows}


def review_out(row: LookReview, by: str) -> dict[str, Any]:
    """ReviewOut (schemas.py)."""
    label = LookReview.Outcome(row.outcome).label
    return {"outcome": row.outcome, "outcome_label": label, "note": row.note, "by": by, "at": row.at}


def _more(
    look: View, in_an_hour: int, surname: str, again: int | None, children: int | None, times: int | None
) -> dict[str, str]:
    """The figures that made a look unusual."""
    shared = policy.figures(clock.today())
    often = f"（二十四小时内第 {again} 次看这名儿童）" if (again or 0) >= shared["shared_again"] else ""
    return {
        "surname": f"（姓{surname}）",
        "beyond": often or f"（二十四小时内第 {children} 名儿童）",
        "many": f"（一小时内第 {in_an_hour} 名儿童）",
        "numbers": f"（一小时内第 {times} 次）",
        "tried": f"（二十四小时内第 {times} 次）",
        "night": f"（{look.at.astimezone(SHANGHAI):%H:%M}）",
    }
