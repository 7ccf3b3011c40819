"""What waits for whoever asks: their own rounds, what climbed to them, what is addressed to them. New and near ones are told one
by one; what has been late for long is a figure (figures.py, "old"), or nothing else would be seen."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import ANNEX, Permission
from hutong.desk import duties, office
from hutong.desk.phones import urgent
from hutong.duties.late import begins, overdue
from hutong.duties.models import Duty, Step
from hutong.duties.registry import rule
from hutong.ground import clock
from hutong.places.codes import Level, level_of

WEEK = 7
# What climbs is late by then: so long at the most. It bounds the walk along the days.
FARTHEST = 90
# Beyond so many of a kind the screen says "99+".
MOST = 100
SHOWN = 12
ORDER = ("due", "child", "id")
# The page of the menu at which a round is found, where its rule names none or one that is no entry.
PAGES = {"": "/children", "/splits": "/moves"}


def rounds(grant: Grant) -> list[Any]:
    """Open rounds that wait for a grant, nearest due first, each with `late`: at most MOST of a kind."""
    today = clock.today()
    near = (today - timedelta(duties.OLD), today + timedelta(WEEK))
    parts = [Duty.objects.addressed_to(grant).filter(ending="", due__range=near)] if grant.addressed else []
    if annex := ANNEX.get(grant.role) if grant.role else None:
        parts += _inside(grant, annex, today, near)
    found = {duty.id: duty for rows in parts for duty in rows.annotate(late=overdue()).order_by(*ORDER)[:MOST]}
    return sorted(found.values(), key=lambda duty: (duty.due, str(duty.child), duty.id))


def _inside(grant: Grant, annex: str, today: date, near: tuple[date, date]) -> list[Any]:
    level = min(level_of(place) for place in grant.places)
    owed = duties.inside(grant).filter(ending="")
    mine = owed.filter(owner__in=duties.OWN[annex], level=level, due__range=near)
    if level == Level.VILLAGE:
        return [mine]
    # What stayed undone as long as policy allows, as far as that is new.
    since = begins(today - timedelta(duties.OLD))
    reached = Step.objects.filter(duty=OuterRef("pk"), level=level, at__gt=since, at__lte=clock.now())
    return [mine, owed.filter(Exists(reached), due__range=(near[0] - timedelta(FARTHEST), today))]


def group(duty: Any, today: date) -> str:
    """Under which heading a round stands: late, or by the minute; today; this week."""
    if duty.late or duty.due_at:
        return "now"
    return "today" if duty.due <= today else "week"


def needs(grant: Grant) -> dict[str, Any]:
    """needs_me and waiting of Home (schemas.py): the first of each group, and how many there are."""
    today = clock.today()
    found = rounds(grant)
    headed = [(group(duty, today), duty) for duty in found]
    counts = Counter(key for key, _ in headed)
    shown = [one for key in ("now", "today", "week") for one in [d for k, d in headed if k == key][:SHOWN]]
    keys = {duty.id: key for key, duty in headed}
    items = [item | {"group": keys[item["id"]]} for item in duties.items(grant, shown)]
    return {"needs_me": items, "waiting": {key: counts[key] for key in ("now", "today", "week")}}


def waits(grant: Grant) -> dict[str, Any]:
    """Waits (schemas.py): how much waits on which page of the menu, without what is only due this week."""
    today = clock.today()
    counts = Counter(_page(duty) for duty in rounds(grant) if group(duty, today) != "week")
    if grant.allows(Permission.URGENT):
        counts["/urgent"] += sum(urgent.counts(grant, grant).values())
    for page, count in office.alarmed(grant):
        counts[page] += count
    return {"total": counts.total(), "items": [{"to": to, "count": count} for to, count in counts.items() if count]}


def _page(duty: Any) -> str:
    where = rule(duty.rule).where
    return PAGES.get(where, where)


def old(counts: Sequence[Any], grant: Grant) -> int:
    """Of rows of figures how many are late for long: a director's own, above the whole jurisdiction's."""
    own = ANNEX.get(grant.role) == "A3" if grant.role else False
    return sum(row[3][3] for row in counts if not own or rule(row[1]).owner == grant.role)
