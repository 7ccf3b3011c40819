"""The list behind a figure of the home page."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Role
from hutong.children.age import age
from hutong.children.models import Child
from hutong.desk import paging, people
from hutong.desk.clauses import FOLLOWS
from hutong.desk.filters import DutyFilters
from hutong.duties.late import begins, overdue
from hutong.duties.models import Duty, Step
from hutong.duties.registry import rule
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import level_of

# Whose duties are one's own, by annex.
OWN = {
    "A3": (Role.CHILD_DIRECTOR,),
    "A2": (Role.SUPERVISOR,),
    "A1": (Role.PROTECTION_INSTITUTION, Role.CIVIL_AFFAIRS),
}
# A duty counts as due from thirty days before its day; what is owed later is not yet anybody's work.
AHEAD = 30


def states(today: date) -> dict[str, Q]:
    """The three figures of a line, as conditions: due in the next thirty days, overdue, done in this month."""
    return {
        "due": Q(ending="", due__gte=today, due__lte=today + timedelta(days=AHEAD)) & ~Q(overdue()),
        # The day is asked first, by which rounds are found.
        "overdue": Q(ending="", due__lte=today) & Q(overdue()),
        "done": Q(ending="done", ended_on__gte=today.replace(day=1)),
    }


def done_between(first: date, following: date) -> Q:
    """Rounds discharged in a half-open span of days."""
    return Q(ending="done", ended_on__gte=first, ended_on__lt=following)


def overdue_on(day: date) -> Q:
    """Rounds that were overdue when a day began, and not yet ended then."""
    return Q(overdue(begins(day))) & (Q(ending="") | Q(ended_on__gte=day))


def listing(
    grant: Grant, wanted: DutyFilters, after: str | None, limit: int, *, leaves: bool = False
) -> dict[str, Any]:
    """DutyList of a scope: nearest due first, what is done newest first. leaves: as in `filtered`."""
    rows = filtered(grant, wanted, leaves=leaves)
    found, following = paging.page(rows, "-ended_on" if wanted.state == "done" else "due", after, limit)
    return {"items": items(grant, found), "total": paging.total(rows), "next": following}


def filtered(grant: Grant, wanted: DutyFilters, *, leaves: bool = False) -> QuerySet[Any]:
    """The duties of a scope that the list asks for, in no order; of a clause also those that another level follows it by.
    leaves: for a workbook, in which no closed matter stands."""
    rows = _seen(grant).filter(states(clock.today())[wanted.state], **({"closed": False} if leaves else {}))
    rows = rows.filter(clause__in=FOLLOWS.get(wanted.clause, (wanted.clause,))) if wanted.clause else rows
    return rows.annotate(late=overdue())


def nearest(grant: Grant, annex: str, limit: int) -> list[dict[str, Any]]:
    """What needs me, by time: the director's overdue and due within a week; above, what climbed to that level because it
    stayed undone as long as policy allows; and what is addressed to this post, its person, its organisations."""
    today = clock.today()
    owed, soon = _inside(grant).filter(ending=""), today + timedelta(days=7)
    level = min(level_of(place) for place in grant.places)
    mine = owed.filter(owner__in=OWN[annex], level=level, due__lte=soon)
    # Each part finds its own rows soon; what climbed is overdue, so that the walk along the days may end there.
    reached = Step.objects.filter(duty=OuterRef("pk"), level=level, at__lte=clock.now())
    above = owed.filter(Exists(reached), due__lte=today)
    addressed = Duty.objects.addressed_to(grant).filter(ending="", due__lte=soon)
    order = ("due", "child", "id")
    found = {
        duty.id: duty
        for rows in (mine, above, addressed)
        for duty in rows.annotate(late=overdue()).order_by(*order)[:limit]
    }
    return items(grant, sorted(found.values(), key=lambda duty: (duty.due, str(duty.child), duty.id))[:limit])


def _seen(grant: Grant) -> QuerySet[Any]:
    """What lies inside a scope, and what is addressed to it from elsewhere."""
    return _inside(grant) | Duty.objects.addressed_to(grant) if grant.addressed else _inside(grant)


def _inside(grant: Grant) -> QuerySet[Any]:
    """A director's lists hold what directors owe; above, what those below owe stands beside one's own."""
    rows = Duty.objects.within(grant)
    return rows.filter(owner=Role.CHILD_DIRECTOR) if grant.role == Role.CHILD_DIRECTOR else rows


def items(grant: Grant, duties: list[Any]) -> list[dict[str, Any]]:
    """DutyItem of each, whether it is `late` said by the database, with the child, the place and the people it belongs to; four queries for all."""
    places = {duty.place for duty in duties}
    refs, townships = named.refs(places), named.names({people.township_of(place) for place in places})
    owners, details = people.owners(grant, duties), details_of(duties)
    children = Child.objects.within(grant).in_bulk({duty.child for duty in duties if duty.child})
    today = clock.today()
    return [
        _item(duty, children.get(duty.child), today)
        | {
            "place": refs[duty.place],
            "township": townships.get(people.township_of(duty.place), ""),
            "owners": owners.get(duty.id, []),
            "where": rule(duty.rule).where,
        }
        | ({"why": details[duty.subject]} if duty.subject in details else {})
        for duty in duties
    ]


def details_of(duties: list[Duty]) -> dict[uuid.UUID, str]:
    """What each is about, by subject, for rules that say more than `why`."""
    found: dict[uuid.UUID, str] = {}
    for key in {duty.rule for duty in duties}:
        if told := rule(key).details:
            found |= told([duty.subject for duty in duties if duty.rule == key])
    return found


def _item(duty: Any, child: Child | None, today: date) -> dict[str, Any]:
    plain = {name: getattr(duty, name) for name in ("id", "clause", "rule", "owed_since", "due", "due_at")}
    known = rule(duty.rule)
    state = "done" if duty.ending else "overdue" if duty.late else "due"
    return plain | {
        "title": known.title,
        "why": known.why,
        "waivable": known.waivable and not duty.ending,
        "child": _child(child, today) if child else None,
        "done_on": duty.ended_on if duty.ending == "done" else None,
        "state": state,
        "days": abs((duty.due - (duty.ended_on or today)).days),
    }


def _child(child: Child, today: date) -> dict[str, Any]:
    plain = {name: getattr(child, name) for name in ("id", "name", "sex", "birth_date")}
    return plain | {"age": age(child.birth_date, today)}
