"""What the screen 重点核查 shows of a unit: the month, whom to see next, what was found and whether it was put right."""

from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.care.checks import duties
from hutong.care.models import CheckProblem, KeyCheck, Mode
from hutong.children.age import age
from hutong.children.models import Child
from hutong.config import clock, query
from hutong.places import refs as named

SUGGESTED, LIMIT = 10, 100
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
    checks = list(KeyCheck.objects.within(grant).order_by("-on", "-id")[:LIMIT])
    open_first = CheckProblem.objects.within(grant).order_by(F("fixed_on").desc(nulls_first=True), "due", "id")
    problems = list(open_first[:LIMIT])
    suggested = _suggested(grant, today) if grant.allows(Permission.KEY_CHECK) else []
    people = {row.child_id for row in [*checks, *problems]} | set(suggested)
    shown = _children(grant, people, today)
    return {
        "figures": _figures(grant, today),
        "suggested": [shown[key] for key in suggested if key in shown],
        "problems": [vars(row) | {"child": shown[row.child_id], "late": _late(row, today)} for row in problems
                     if row.child_id in shown],
        "checks": [vars(row) | {"child": shown[row.child_id], "mode_name": Mode(row.mode).label} for row in checks
                   if row.child_id in shown],
    }  # fmt: skip


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
