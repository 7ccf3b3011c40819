"""The list behind a figure of the home page."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Role
from hutong.children.age import age
from hutong.children.models import Child
from hutong.desk import paging, people
from hutong.desk.clauses import FOLLOWS
from hutong.desk.filters import DutyFilters
from hutong.duties.models import Duty
from hutong.duties.registry import rule, rules
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
        "due": Q(ending="", due__gte=today, due__lte=today + timedelta(days=AHEAD)),
        "overdue": Q(ending="", due__lt=today),
        "done": Q(ending="done", ended_on__gte=today.replace(day=1)),
    }


def done_between(first: date, following: date) -> Q:
    """Rounds discharged in a half-open span of days."""
    return Q(ending="done", ended_on__gte=first, ended_on__lt=following)


def overdue_on(day: date) -> Q:
    """Rounds past their day on a day, and not yet ended then."""
    return Q(due__lt=day) & (Q(ending="") | Q(ended_on__gte=day))


def listing(grant: Grant, wanted: DutyFilters, after: str | None, limit: int) -> dict[str, Any]:
    """DutyList of a scope: nearest due first, what is done newest first."""
    rows = filtered(grant, wanted)
    found, following = paging.page(rows, "-ended_on" if wanted.state == "done" else "due", after, limit)
    return {"items": items(grant, found), "total": paging.total(rows), "next": following}


def filtered(grant: Grant, wanted: DutyFilters) -> QuerySet[Any]:
    """The duties of a scope that the list asks for, in no order; of a clause also those that another level follows it by."""
    rows = _seen(grant).filter(states(clock.today())[wanted.state])
    return rows.filter(clause__in=FOLLOWS.get(wanted.clause, (wanted.clause,))) if wanted.clause else rows


def nearest(grant: Grant, annex: str, limit: int) -> list[dict[str, Any]]:
    """What needs me, by time: the director's overdue and due within a week; above, what climbed to that level because it
    stayed undone as long as policy allows (township_on, county_on)."""
    today = clock.today()
    owed = _seen(grant).filter(ending="")
    level = min(level_of(place) for place in grant.places)
    keys = [one.key for one in rules() if one.owner in OWN[annex] and one.stands in (None, level)]
    mine = owed.filter(rule__in=keys, owner__in=OWN[annex], due__lte=today + timedelta(days=7))
    # Both halves find their own rows soon; what climbed is overdue, so that the walk along the days may end there.
    climbed = {"A2": {"township_on__lte": today}, "A1": {"county_on__lte": today}}.get(annex)
    above = owed.filter(due__lte=today, **climbed) if climbed else owed.none()
    order = ("due", "child", "id")
    found = {duty.id: duty for rows in (mine, above) for duty in rows.order_by(*order)[:limit]}
    return items(grant, sorted(found.values(), key=lambda duty: (duty.due, str(duty.child), duty.id))[:limit])


def _seen(grant: Grant) -> QuerySet[Any]:
    """A director's lists hold what directors owe; above, what those below owe stands beside one's own."""
    rows = Duty.objects.within(grant)
    return rows.filter(owner=Role.CHILD_DIRECTOR) if grant.role == Role.CHILD_DIRECTOR else rows


def items(grant: Grant, duties: list[Duty]) -> list[dict[str, Any]]:
    """DutyItem of each, with the child, the place and the people it belongs to; four queries for all."""
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


def _item(duty: Duty, child: Child | None, today: date) -> dict[str, Any]:
    plain = {name: getattr(duty, name) for name in ("id", "clause", "rule", "owed_since", "due")}
    known = rule(duty.rule)
    state = "done" if duty.ending else "overdue" if duty.due < today else "due"
    return plain | {
        "title": known.title,
        "why": known.why,
        "child": _child(child, today) if child else None,
        "done_on": duty.ended_on if duty.ending == "done" else None,
        "state": state,
        "days": abs((duty.due - (duty.ended_on or today)).days),
    }


def _child(child: Child, today: date) -> dict[str, Any]:
    plain = {name: getattr(child, name) for name in ("id", "name", "sex", "birth_date")}
    return plain | {"age": age(child.birth_date, today)}
