"""Sealed matters as figures: fixed at a month's end, rounded, of one county each, and so that no difference means a child.

Nobody may learn by a child's exit and return, by another month or by another level whether a figure counts that child:
there is no sum of counties; who left counts for a year; and a figure stays as it is until the number behind it is a whole
step away, so that a change of it never means one child or two.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import GONE, SealedKind
from hutong.ground import cells, clock
from hutong.ground.sealing import unsealed
from hutong.journal.actions import action
from hutong.returns.models import SealedMonth
from hutong.returns.months.calendar import before, first, last_day

STEP = cells.SMALL
Figures = dict[str, int | None]


def rounded(shown: int | None, count: int) -> int | None:
    """What is shown of a count after what was shown before; None: fewer than STEP, or none."""
    if abs(count - (shown or 0)) < STEP:
        return shown
    return (count + STEP // 2) // STEP * STEP or None


def latest(county: int) -> tuple[date | None, Figures]:
    """The day and the figures that stand for a county; none before its first month's end. In the scope of who asks."""
    row = plain(SealedMonth).filter(place=county).order_by("-month").first()
    return (last_day(row.month), json.loads(unsealed(row, "figures") or "{}")) if row else (None, {})


def close_due() -> int:
    """Fix the figures of the month that ended, where that was not done yet; gives of how many counties."""
    with context.within(grants.system()) as system:
        return publish(system, before(first(clock.today())))


@action("children.publish_sealed", Permission.SYSTEM)
def publish(system: Grant, month: date) -> int:
    """Fix the figures of a month, county by county."""
    counted = _counted(system, last_day(month))
    known = SealedMonth.objects.within(system)
    closed = set(known.filter(month__gte=month).values_list("place", flat=True))
    due = (counted.keys() | set(known.values_list("place", flat=True))) - closed
    for county in sorted(due):
        _, shown = latest(county)
        _keep(county, month, {kind: rounded(shown.get(kind), counted[county][kind]) for kind in SealedKind.values})
    return len(due)


def _keep(county: int, month: date, figures: Mapping[str, int | None]) -> None:
    key = new_id()
    closed = bulk.sealed(SealedMonth, key, {"figures": json.dumps(figures)})
    plain(SealedMonth).create(id=key, place=county, month=month, **closed)


def _counted(system: Grant, on: date) -> Mapping[int, Mapping[str, int]]:
    """Children by county and kind: those in the register, and those who left it within the year before."""
    facts = list(SealedFact.objects.within(system))
    lately = Q(exited_on=None) | Q(exited_on__gt=_year_before(on))
    counts = plain(Child).filter(lately, pk__in={fact.child for fact in facts}).exclude(exit_reason__in=GONE)
    those = set(counts.values_list("pk", flat=True))
    found: dict[int, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for fact in facts:
        if fact.child in those:
            found[fact.place][unsealed(fact, "kind") or ""].add(fact.child)
    return defaultdict(
        lambda: defaultdict(int),
        {
            county: defaultdict(int, {kind: len(children) for kind, children in kinds.items()})
            for county, kinds in found.items()
        },
    )


def _year_before(day: date) -> date:
    return first(day).replace(year=day.year - 1)
