"""The list of waivers asked and tasks assigned: what an office decides, and what it was told."""

from typing import Any

from django.db.models import F, QuerySet
from ninja import Router

from hutong.accounts.http import Request, permits, place_in
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission, Role
from hutong.accounts.scope import Grant
from hutong.children.models import Child
from hutong.duties import actions
from hutong.duties import schemas as s
from hutong.duties.models import Duty, Task, Waiver
from hutong.duties.registry import rule
from hutong.places import refs as named
from hutong.places.codes import level_of

router = Router(tags=["免办和交办"])
LIMIT = 200


@router.get("/decisions", response=s.Decisions)
@permits(Permission.DUTY_WRITE)
def decisions(request: Request, place: int | None = None) -> Any:
    """Waivers asked and tasks assigned in a unit, open ones first."""
    grant, _ = place_in(request.grant, place)
    tasks = Task.objects.within(grant).order_by(F("done_on").desc(nulls_first=True), "due", "id")
    waivers = Waiver.objects.within(grant)
    if request.grant.role == Role.CHILD_DIRECTOR:
        tasks = tasks.filter(owner=Role.CHILD_DIRECTOR)
        waivers = waivers.filter(asked_by=request.grant.person)
    return {
        "waivers": _waivers(request.grant, waivers.order_by("answer", "-asked_on", "id")),
        "tasks": _tasks(request.grant, tasks),
    }


def _waivers(grant: Grant, rows: QuerySet[Waiver]) -> list[dict[str, Any]]:
    found = list(rows[:LIMIT])
    duties = plain(Duty).in_bulk([waiver.duty for waiver in found])
    refs = named.refs({waiver.place for waiver in found})
    children = Child.objects.within(grant).in_bulk({waiver.child for waiver in found if waiver.child})
    decides = grant.allows(Permission.DUTY_DECIDE)
    return [
        vars(waiver)
        | {
            "title": rule(duty.rule).title,
            "clause": duty.clause,
            "due": duty.due,
            "place": refs[waiver.place],
            "child": children.get(waiver.child),
            "may_answer": decides and not waiver.answer and actions.stands_above(grant, duty),
        }
        for waiver in found
        if (duty := duties.get(waiver.duty))
    ]


def _tasks(grant: Grant, rows: QuerySet[Task]) -> list[dict[str, Any]]:
    found = list(rows[:LIMIT])
    refs = named.refs({task.place for task in found})
    own = min(level_of(place) for place in grant.places)
    return [
        vars(task)
        | {
            "place": refs[task.place],
            "owner_name": Role(task.owner).label,
            "mine": task.owner == grant.role and not (task.done_on or task.withdrawn_on),
            "may_withdraw": grant.allows(Permission.DUTY_DECIDE)
            and level_of(task.place) > own
            and not (task.done_on or task.withdrawn_on),
        }
        for task in found
    ]
