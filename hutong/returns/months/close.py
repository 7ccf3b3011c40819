"""Closes the month that ended, township by township; the nightly work calls it, and a night that was missed is made up for.

Dated facts are those of the month's last day, everything else as it stands when the month is closed.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from psycopg import sql

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk, read
from hutong.children.models import Child
from hutong.children.protecting import reading as protecting
from hutong.ground import clock, query
from hutong.ground.query import composed, joined
from hutong.journal.actions import action
from hutong.places.codes import WIDTH, Level, interval
from hutong.returns.models import LedgerMonth, MonthRow
from hutong.returns.months import values
from hutong.returns.months.calendar import before, first, following, last_day
from hutong.returns.out.figures import GROUPS, Day

EVERYWHERE = 0
HELD = """
SELECT c.id, c.place, c.sex, coalesce(k.keys, ''), {groups}
FROM ({cases}) c LEFT JOIN LATERAL (
    SELECT string_agg(k.key, ',' ORDER BY k.key) AS keys FROM children_category k
    WHERE k.child_id = c.id AND k.period @> %(on)s::date) k ON true
"""
LATEST = "SELECT DISTINCT ON (child) * FROM returns_monthrow WHERE child = ANY (%s) ORDER BY child, since DESC"
END = """
UPDATE returns_monthrow r SET until = %s, "left" = e.why FROM unnest(%s::uuid[], %s::text[]) e (id, why) WHERE r.id = e.id
"""
# Townships with children now or in the month before, that are not closed yet; of others there is nothing to say.
BUSY = """
SELECT t.code FROM (
    SELECT DISTINCT place / %(width)s * %(width)s AS code FROM children_child
    UNION SELECT DISTINCT place / %(width)s * %(width)s FROM returns_monthrow WHERE until IS NULL) t
WHERE NOT EXISTS (SELECT 1 FROM returns_ledgermonth m WHERE m.happened_place = t.code AND m.month = %(month)s) ORDER BY 1
"""
KEPT = [group for group in GROUPS if group != "age"]
OPEN = ("sex", "keys", *KEPT)


def close_due() -> int:
    """Close every month that ended and is not closed; gives how many townships' ledgers were closed."""
    done = 0
    for month in due():
        with context.within(grants.system()):
            townships = [code for [code] in query.rows(BUSY, {"month": month, "width": WIDTH[Level.TOWNSHIP]})]
        for code in townships:
            with context.within(grants.system()) as system:
                close(system, code, month)
            done += 1
        with context.within(grants.system()) as system:
            _mark(system, month)
    return done


def due() -> list[date]:
    """Months that ended and are not closed: since the last that is, else the last month alone."""
    ended = before(first(clock.today()))
    with context.within(grants.system()) as system:
        known = LedgerMonth.objects.within(system).filter(place=EVERYWHERE).order_by("-month").first()
    month, found = following(known.month) if known else ended, []
    while month <= ended:
        found.append(month)
        month = following(month)
    return found


@action("children.close_month", Permission.SYSTEM)
def close(system: Grant, township: int, month: date) -> LedgerMonth:
    """Close one township's ledger of a month."""
    low, high = interval(township)
    on = last_day(month)
    held = {row[0]: row[1:] for row in query.rows(_held(on), Day(on).values((low, high), ()))}
    latest = {row.child: row for row in plain(MonthRow).raw(LATEST, [list(held)])} if held else {}
    fresh = [row for row in _rows(system, held, on, month) if not _goes_on(latest.get(row["child"]), row)]
    for row in fresh:
        row["came"] = _came(latest.get(row["child"]), row["place"])
    lasting = list(MonthRow.objects.within(system).filter(place__gte=low, place__lt=high, until=None, since__lt=month))
    _end(lasting, held, {row["child"] for row in fresh}, on, month)
    bulk.insert(MonthRow, fresh)
    return _keep(township, month, len(held))


@action("children.mark_month", Permission.SYSTEM)
def _mark(system: Grant, month: date) -> None:
    """Say that a month is closed everywhere."""
    if not LedgerMonth.objects.within(system).filter(place=EVERYWHERE, month=month).exists():
        _keep(EVERYWHERE, month, 0)


def _keep(place: int, month: date, total: int) -> LedgerMonth:
    made = LedgerMonth(id=new_id(), place=place, happened_place=place, month=month, total=total, closed_at=clock.now())
    made.save(force_insert=True)
    return made


def _held(on: date) -> sql.Composed:
    return composed(HELD, cases=Day(on).cases, groups=joined(sql.Identifier("c", group) for group in KEPT))


def _rows(system: Grant, held: dict[uuid.UUID, Any], on: date, month: date) -> Iterable[dict[str, Any]]:
    children = list(plain(Child).filter(pk__in=list(held)))
    files = read.files(system, children, on)
    secret = protecting.protected(system, files, on)
    for child in children:
        place, *told = held[child.pk]
        known, key, shut = values.of(files[child.pk]), new_id(), child.pk in secret
        yield {
            "id": key,
            "child": child.pk,
            "place": place,
            "happened_place": place,
            "since": month,
            "left": "",
            "secret": shut,
            "digest": values.digest(known, (*told, shut)),
            "data": values.sealed(key, known),
            "birth_date": child.birth_date,
            **dict(zip(OPEN, told, strict=True)),
        }


def _goes_on(was: MonthRow | None, row: dict[str, Any]) -> bool:
    """Whether the row of the month before says the same of the same village."""
    if was is None or was.until is not None:
        return False
    return (bytes(was.digest), was.place, was.happened_place) == (row["digest"], row["place"], row["place"])


def _came(was: MonthRow | None, place: int) -> str:
    """How a child came into a row; `place` of the row before has followed its village to where that is today."""
    if was is None:
        return "new"
    if was.place != place:
        return "moved"
    return "boundary" if was.happened_place != place else "changed" if was.until is None else "back"


def _end(lasting: list[MonthRow], held: dict[uuid.UUID, Any], fresh: set[uuid.UUID], on: date, month: date) -> None:
    over = [row for row in lasting if row.child in fresh or row.child not in held]
    gone = plain(Child).in_bulk([row.child for row in over if row.child not in held])
    reasons = [_left(row, held, gone.get(row.child), on) for row in over]
    query.run(END, [month, [row.pk for row in over], reasons])


def _left(row: MonthRow, held: dict[uuid.UUID, Any], child: Child | None, on: date) -> str:
    place = held[row.child][0] if row.child in held else child.place if child else row.place
    if child and child.exited_on and child.exited_on <= on:
        return f"exit:{child.exit_reason}"
    if place != row.place:
        return "moved"
    return "changed" if place == row.happened_place else "boundary"
