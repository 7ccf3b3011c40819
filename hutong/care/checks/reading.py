"""What the screen 重点核查 shows of a unit: the month, whom to see next, what was found and whether it was put right."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from ninja import Schema

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.care.checks import duties
from hutong.care.made import check_problem, key_check
from hutong.care.models import CheckProblem, KeyCheck
from hutong.children.models import Child
from hutong.children.refs import ChildRef, listed, refs
from hutong.duties.late import DAY_ONLY, overdue
from hutong.ground import clock, query

SUGGESTED, OPEN = 10, date.max
# Those of the highest risk first, among them whoever was never checked or longest ago.
NEXT = """
SELECT c.id FROM children_child c
LEFT JOIN LATERAL (SELECT max(k."on") AS latest FROM care_keycheck k WHERE k.child_id = c.id) k ON true
WHERE c.place >= %(low)s AND c.place < %(high)s AND c.exited_on IS NULL AND c.risk IN ('high', 'medium')
  AND (k.latest IS NULL OR k.latest < date_trunc('month', %(today)s::date))
ORDER BY c.risk <> 'high', k.latest NULLS FIRST, c.birth_date, c.id LIMIT %(limit)s
"""


class CheckFigures(Schema):
    """wanted, seen: children of this month; found, fixed, late: problems found this year."""

    wanted: int
    seen: int
    found: int
    fixed: int
    late: int


class Suggested(ChildRef):
    """checked_on: the last key check before, none if there was none."""

    checked_on: date | None


class KeyChecks(Schema):
    """suggested: the ten to see next."""

    figures: CheckFigures
    suggested: list[Suggested]


def page(grant: Grant) -> dict[str, Any]:
    """KeyChecks of a grant."""
    today = clock.today()
    return {
        "figures": _figures(grant, today),
        "suggested": _suggested(grant, today) if grant.allows(Permission.KEY_CHECK) else [],
    }


def problems(grant: Grant, after: str | None) -> dict[str, Any]:
    """A page of problems: the open ones first, the soonest due first."""
    rows = CheckProblem.objects.within(grant).annotate(fixed=Coalesce("fixed_on", OPEN), late=overdue(moment=DAY_ONLY))
    return listed(grant, rows, ("-fixed", "due", "id"), after,
                  lambda one, child: check_problem.row(one, child, one.fixed_on is None and one.late))  # fmt: skip


def checks(grant: Grant, after: str | None) -> dict[str, Any]:
    """A page of checks: the newest first."""
    return listed(grant, KeyCheck.objects.within(grant), ("-on", "-id"), after, key_check.row)


def _figures(grant: Grant, today: date) -> dict[str, int]:
    wanted, seen = duties.month(grant.bounds, today)
    year = CheckProblem.objects.within(grant).filter(found_on__gte=today.replace(month=1, day=1))
    counted = year.aggregate(
        found=Count("id"),
        fixed=Count("id", filter=Q(fixed_on__isnull=False)),
        late=Count("id", filter=Q(fixed_on__isnull=True) & Q(overdue(moment=DAY_ONLY))),
    )
    return {"wanted": wanted, "seen": seen, **counted}


def _suggested(grant: Grant, today: date) -> list[Suggested]:
    spans = ({"low": low, "high": high, "today": today, "limit": SUGGESTED} for low, high in grant.bounds)
    keys: list[uuid.UUID] = [key for span in spans for (key,) in query.rows(NEXT, span)][:SUGGESTED]
    shown = refs(Child.objects.within(grant), keys)
    checked = KeyCheck.objects.within(grant).filter(child__in=keys).values("child").annotate(last=Max("on"))
    last = dict(checked.values_list("child", "last"))
    return [Suggested(**vars(shown[key]), checked_on=last.get(key)) for key in keys if key in shown]
