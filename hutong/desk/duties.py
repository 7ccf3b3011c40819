"""The list behind a figure of the home page."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.models import Post
from hutong.accounts.permissions import ANNEX, Role
from hutong.children.age import age
from hutong.children.models import Child
from hutong.desk import paging, people
from hutong.desk.clauses import FOLLOWS
from hutong.desk.filters import DutyFilters
from hutong.duties.actions import owes, stands_above
from hutong.duties.late import begins, overdue
from hutong.duties.models import Duty, Step
from hutong.duties.registry import STANDS, rule, rules
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import interval, level_of

# Whose duties are one's own, by annex.
OWN = {
    "A3": (Role.CHILD_DIRECTOR,),
    "A2": (Role.SUPERVISOR,),
    "A1": (Role.PROTECTION_INSTITUTION, Role.CIVIL_AFFAIRS),
}
OWING = (Role.CHILD_DIRECTOR, Role.SUPERVISOR, Role.CIVIL_AFFAIRS)
# A duty counts as due from thirty days before its day; what is owed later is not yet anybody's work.
AHEAD = 30
# Late for more days than these it is told as a figure: old work has a list of its own.
OLD = 30


def states(today: date) -> dict[str, Q]:
    """The three figures of a line, as conditions: due in the next thirty days, overdue, done in this month; and what is overdue
    for long."""
    return {
        "due": Q(ending="", due__gte=today, due__lte=today + timedelta(days=AHEAD)) & ~Q(overdue()),
        # The day is asked first, by which rounds are found.
        "overdue": Q(ending="", due__lte=today) & Q(overdue()),
        "old": Q(ending="", due__lte=today - timedelta(days=OLD)) & Q(overdue(begins(today - timedelta(days=OLD)))),
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
    rows = rows.filter(rule=wanted.rule) if wanted.rule else rows
    rows = rows.filter(_held_by(grant, wanted.post)) if wanted.post else rows
    rows = rows.filter(_own(grant)) if wanted.mine else rows
    return rows.annotate(late=overdue())


def _own(grant: Grant) -> Q:
    """What a grant owes by its role at its level, what climbed to that level, or is addressed to it."""
    addressed = Q(addressees__overlap=list(grant.addressed)) if grant.addressed else Q(pk__in=[])
    annex = ANNEX.get(grant.role) if grant.role else None
    level = min((level_of(place) for place in grant.places), default=0)
    reached = Step.objects.filter(duty=OuterRef("pk"), level=level, at__lte=clock.now())
    return addressed | Q(owner__in=OWN[annex], level=level) | Q(Exists(reached)) if annex else addressed


def _held_by(grant: Grant, post: uuid.UUID) -> Q:
    """What the holder of a post owes."""
    held = Post.objects.within(grant).filter(pk=post).first()
    if held is None:
        return Q(pk__in=[])
    low, high = interval(held.place)
    return Q(owner=held.role, place__gte=low, place__lt=high, level=level_of(held.place))


def choices(grant: Grant) -> dict[str, Any]:
    """DutyChoices (schemas.py): kinds of duties, and the posts at and directly below the grant's own level."""
    level = min((level_of(place) for place in grant.places), default=0)
    roles = [role for role in OWING if STANDS.get(role, 0) <= level + 1]
    held = Post.objects.within(grant).filter(role__in=roles, period__contains=clock.today()).select_related("person")
    found = [
        post for post in held.order_by("place", "person__name", "id") if level <= level_of(post.place) <= level + 1
    ]
    places = named.names({post.place for post in found})
    return {
        "rules": [{"key": one.key, "title": one.title} for one in rules() if one.title],
        "posts": [{"id": post.pk, "name": post.person.name, "place": places.get(post.place, "")} for post in found],
    }


def _seen(grant: Grant) -> QuerySet[Any]:
    """What lies inside a scope, and what is addressed to it from elsewhere."""
    return inside(grant) | Duty.objects.addressed_to(grant) if grant.addressed else inside(grant)


def inside(grant: Grant) -> QuerySet[Any]:
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
            "mine": owes(grant, duty),
            "below": not duty.closed and stands_above(grant, duty),
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
