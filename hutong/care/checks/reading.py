"""What the screen 重点核查 shows of a unit: the month, whom to see next, what was found and whether it was put right."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.care.checks import duties
from hutong.care.models import CheckProblem, KeyCheck, Mode
from hutong.children.age import age
from hutong.children.models import Child
from hutong.ground import clock, query
from hutong.places import refs as named

SUGGESTED, OPEN = 10, date.max
# Those of the highest risk first, among them whoever was never checked or longest ago.
NEXT = """
SELECT c.id FROM children_child c
LEFT JOIN LATERAL (SELECT max(k."on") AS latest FROM care_keycheck k WHERE k.child_id = c.id) k ON true
WHERE c.place >= %(low)s AND c.place < %(high)s AND c.exited_on IS NULL AND c.risk IN ('high', 'medium')
  AND (k.latest IS NULL OR k.latest < date_trunc('month', %(today)s::date))
ORDER BY c.risk <> 'high', k.latest NULLS FIRST, c.birth_date, c.id LIMIT %(limit)s
"""
TOWNSHIPS = "SELECT code FROM places_place WHERE level = 4 AND code >= %s AND code < %s"


def page(grant: Grant) -> dict[str, Any]:
    """KeyChecks (schemas.py) of a grant."""
    today = clock.today()
    suggested = _suggested(grant, today) if grant.allows(Permission.KEY_CHECK) else []
    shown = _children(grant, set(suggested), today)
    return {"figures": _figures(grant, today), "suggested": [shown[key] for key in suggested if key in shown]}


def problems(grant: Grant, after: str | None) -> dict[str, Any]:
    """CheckProblems (schemas.py): the open ones first, the soonest due first."""
    rows = CheckProblem.objects.within(grant).filter(child__in=Child.objects.within(grant))
    found, foot = positions.listed(rows.annotate(fixed=Coalesce("fixed_on", OPEN)), ("-fixed", "due", "id"), after)
    today = clock.today()
    shown = _children(grant, {row.child_id for row in found}, today)
    return {
        "items": [vars(row) | {"child": shown[row.child_id], "late": _late(row, today)} for row in found],
        **foot,
    }


def checks(grant: Grant, after: str | None) -> dict[str, Any]:
    """DoneChecks (schemas.py): the newest first."""
    rows = KeyCheck.objects.within(grant).filter(child__in=Child.objects.within(grant))
    found, foot = positions.listed(rows, ("-on", "-id"), after)
    shown = _children(grant, {row.child_id for row in found}, clock.today())
    return {
        "items": [vars(row) | {"child": shown[row.child_id], "mode_name": Mode(row.mode).label} for row in found],
        **foot,
    }


def _late(problem: CheckProblem, today: date) -> bool:
    return problem.fixed_on is None and problem.due < today


def _figures(grant: Grant, today: date) -> dict[str, int]:
    townships = [code for low, high in grant.bounds for (code,) in query.rows(TOWNSHIPS, [low, high])]
    wanted, seen = duties.month(townships, today)
    year = CheckProblem.objects.within(grant).filter(found_on__gte=today.replace(month=1, day=1))
    counted = year.aggregate(
        found=Count("id"),
        fixed=Count("id", filter=Q(fixed_on__isnull=False)),
        late=Count("id", filter=Q(fixed_on__isnull=True, due__lt=today)),
    )
    return {"wanted": wanted, "seen": seen, **counted}


def _suggested(grant: Grant, today: date) -> list[Any]:
    spans = ({"low": low, "high": high, "today": today, "limit": SUGGESTED} for low, high in grant.bounds)
    return [key for span in spans for (key,) in query.rows(NEXT, span)][:SUGGESTED]


def _children(grant: Grant, keys: set[Any], today: date) -> dict[Any, dict[str, Any]]:
    last = KeyCheck.objects.within(grant).filter(child=OuterRef("pk")).order_by("-on").values("on")[:1]
    rows = list(Child.objects.within(grant).filter(pk__in=keys).annotate(checked_on=Subquery(last)))
    places = named.refs({row.place for row in rows})
    return {
        row.pk: {"id": row.pk, "name": row.name, "age": age(row.birth_date, today), "risk": row.risk,
                 "place": places[row.place], "checked_on": row.checked_on}
        for row in rows
    }  # fmt: skip
