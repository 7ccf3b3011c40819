"""Two closed months of one unit beside each other: who came, who left, what changed, each child once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from psycopg import sql

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.age import age
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, Sex
from hutong.ground import query
from hutong.ground.query import composed
from hutong.places import refs as named
from hutong.returns.models import MonthRow
from hutong.returns.months import unit, values
from hutong.returns.months.calendar import last_day

NOBODY: frozenset[uuid.UUID] = frozenset()
KINDS = ("came", "left", "changed")
CAME = {"new": "新建档", "moved": "从外地迁入", "boundary": "区划变更划入", "back": "恢复在册"}
LEFT = {"moved": "迁出本地", "boundary": "区划变更划出"}
# The rows of each child from the first month to the last, oldest first; [in_first, in_last] say whether it stood in each.
CHAINS = """
SELECT r.child, (array_agg(r.happened_place ORDER BY r.since DESC))[1] AS at, array_agg(r.id ORDER BY r.since) AS ids,
       CASE WHEN NOT bool_or(r.since <= %(first)s) THEN 'came' WHEN NOT bool_or(r.until IS NULL OR r.until > %(last)s) THEN 'left'
            ELSE 'changed' END AS kind,
       CASE WHEN NOT bool_or(r.since <= %(first)s) THEN (array_agg(r.came ORDER BY r.since))[1]
            WHEN NOT bool_or(r.until IS NULL OR r.until > %(last)s) THEN (array_agg(r."left" ORDER BY r.since DESC))[1]
            ELSE '' END AS why
FROM returns_monthrow r
WHERE ({inside}) AND r.since <= %(last)s AND (r.until IS NULL OR r.until > %(first)s)
  AND %(then)s::int8multirange @> r.happened_place
GROUP BY r.child
HAVING bool_or(r.since <= %(first)s) OR bool_or(r.until IS NULL OR r.until > %(last)s)
"""
# Only those of which something is to tell: a child that came and left in between stood in neither.
DIFFERENT = """
SELECT c.child, c.at, c.kind, c.why, c.ids[1] AS first, c.ids[array_upper(c.ids, 1)] AS last FROM ({chains}) c
WHERE c.kind <> 'changed' OR (array_length(c.ids, 1) > 1 AND EXISTS (
    SELECT 1 FROM returns_monthrow a JOIN returns_monthrow b ON b.id = c.ids[array_upper(c.ids, 1)]
    WHERE a.id = c.ids[1] AND (a.digest <> b.digest OR a.place <> b.place)))
"""
REASONS = "SELECT kind, why, count(*) FROM ({different}) q GROUP BY 1, 2"
COUNT = "SELECT count(*) FROM ({different}) q WHERE %(kind)s = '' OR kind = %(kind)s"
PAGE = """
SELECT * FROM ({different}) q WHERE (%(kind)s = '' OR kind = %(kind)s) AND (%(at)s::bigint IS NULL OR (at, child) > (%(at)s, %(child)s))
ORDER BY at, child LIMIT %(limit)s
"""
STOOD = """
SELECT count(*) FROM returns_monthrow r WHERE {inside} AND r.since <= %(month)s
AND (r.until IS NULL OR r.until > %(month)s) AND %(then)s::int8multirange @> r.happened_place
"""
Row = tuple[uuid.UUID, int, str, str, uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Pair:
    """Two months of a unit, the earlier first. grant: narrowed to the unit."""

    grant: Grant
    place: int
    first: date
    last: date

    @property
    def values(self) -> dict[str, Any]:
        then = unit.codes(self.place, self.first, self.last)
        return {"first": self.first, "last": self.last, "then": then}

    @property
    def different(self) -> sql.Composable:
        return composed(DIFFERENT, inside=self.grant.inside("r.place", "r.child"), chains=CHAINS)


def pair(grant: Grant, place: int, one: date, other: date) -> Pair:
    """The two months in their order."""
    return Pair(grant, place, min(one, other), max(one, other))


def summary(asked: Pair) -> dict[str, Any]:
    """Totals of both months, and how many came and left with their reasons."""
    counted = query.rows(composed(REASONS, different=asked.different), asked.values)
    totals = [_stood(asked, month) for month in (asked.first, asked.last)]
    return {
        "totals": [
            {"month": f"{month:%Y-%m}", **told} for month, told in zip((asked.first, asked.last), totals, strict=True)
        ],
        "kinds": [{"key": kind, "count": sum(n for k, _, n in counted if k == kind)} for kind in KINDS],
        "reasons": [{"kind": k, "text": reason(k, why), "count": n} for k, why, n in counted if k != "changed"],
    }


def _stood(asked: Pair, month: date) -> dict[str, int]:
    """total: as it was closed; away: of them, in villages that are another unit's by now, and no longer named."""
    grant = asked.grant
    seen, all_ = (
        composed(STOOD, inside=one.inside("r.place", "r.child")) for one in (grant, replace(grant, avoids=NOBODY))
    )
    values = {"month": month, "then": unit.codes(asked.place, month, month)}
    [[shown]] = query.rows(seen, values)
    # The total was counted when the month was closed, with those whom this person must not know of.
    kept_out = query.rows(all_, values)[0][0] - shown if grant.avoids else 0
    total = unit.total(asked.place, month)
    return {
        "total": shown if total is None else total - kept_out,
        "away": 0 if total is None else total - kept_out - shown,
    }


def page(asked: Pair, kind: str, after: tuple[int, uuid.UUID] | None, limit: int) -> tuple[list[dict[str, Any]], Any]:
    """MonthChange of a page, by village and child, and where the next begins. kind: one of KINDS, '' for all."""
    at, child = after or (None, None)
    rows = query.rows(
        composed(PAGE, different=asked.different),
        asked.values | {"kind": kind, "at": at, "child": child, "limit": limit + 1},
    )
    shown = rows[:limit]
    return _differences(asked, shown), (shown[-1][1], shown[-1][0]) if len(rows) > limit else None


def count(asked: Pair, kind: str) -> int:
    """How many there are of a kind."""
    [[found]] = query.rows(composed(COUNT, different=asked.different), asked.values | {"kind": kind})
    return found


def reason(kind: str, why: str) -> str:
    """Why a child came or left, in words."""
    if why.startswith("exit:"):
        return str(ExitReason(why.removeprefix("exit:")).label)
    return (CAME if kind == "came" else LEFT).get(why, "其他")


def _differences(asked: Pair, rows: Sequence[Row]) -> list[dict[str, Any]]:
    kept = plain(MonthRow).in_bulk([key for row in rows for key in row[4:]])
    here = set(Child.objects.within(asked.grant).filter(pk__in=[row[0] for row in rows]).values_list("pk", flat=True))
    names = named.refs({kept[key].place for row in rows for key in row[4:]})
    return [_one(asked, row, kept[row[4]], kept[row[5]], names, row[0] in here) for row in rows]


def _one(asked: Pair, row: Row, old: MonthRow, new: MonthRow, names: Any, here: bool) -> dict[str, Any]:
    child, _, kind, why, *_ = row
    known = values.unsealed(new)
    told = values.changes(values.unsealed(old), known, secret=old.secret or new.secret) if kind == "changed" else []
    if kind == "changed" and old.place != new.place:
        told.insert(0, {"label": "居住村（社区）", "old": names[old.place].name, "new": names[new.place].name})
    if kind == "changed" and old.secret != new.secret:
        told.append({"label": "地址保密", "old": _yes(old.secret), "new": _yes(new.secret)})
    return {
        "child": child,
        "kind": kind,
        "name": known.get("name", ""),
        "sex": Sex(new.sex).label if new.sex else "",
        "birth_date": new.birth_date,
        "age": age(new.birth_date, last_day(asked.last)),
        "place": names[new.place],
        "reason": reason(kind, why) if kind != "changed" else "",
        "changes": told,
        "open": here,
    }


def _yes(value: bool) -> str:
    return "是" if value else "否"
