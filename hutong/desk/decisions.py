"""The list of waivers asked and tasks assigned: what an office decides, and what it was told."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, When
from django.db.models.functions import Cast, Coalesce
from ninja import Router

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import Request, permits, place_in
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation
from hutong.accounts.permissions import Permission, Role
from hutong.children.models import Child
from hutong.duties import actions
from hutong.duties import schemas as s
from hutong.duties.late import DAY_ONLY, overdue
from hutong.duties.models import Duty, Task, Waiver
from hutong.duties.registry import rule
from hutong.places import refs as named

router = Router(tags=["免办和交办"])
OPEN = date.max


@router.get("/decisions/waivers", response=s.Waivers)
@permits(Permission.DUTY_WRITE)
def waivers(request: Request, place: int | None = None, after: str | None = None) -> Any:
    """Waivers asked in a unit, open ones first."""
    grant, _ = place_in(request.grant, place)
    rows = Waiver.objects.within(grant).filter(duty__in=plain(Duty).values("pk"))
    # Of a duty that ended otherwise nobody has to answer any more.
    ended = Exists(plain(Duty).filter(pk=OuterRef("duty")).exclude(ending=""))
    rows = rows.annotate(over=Case(When(answer="", then=Cast(ended, IntegerField())), default=1))
    if request.grant.role == Role.CHILD_DIRECTOR:
        rows = rows.filter(asked_by=request.grant.person)
    found, foot = positions.listed(rows, ("over", "-asked_on", "id"), after)
    return {"items": _waivers(request.grant, found), **foot}


@router.get("/decisions/tasks", response=s.Tasks)
@permits(Permission.DUTY_WRITE)
def tasks(request: Request, place: int | None = None, after: str | None = None) -> Any:
    """Tasks assigned in a unit, open ones first."""
    grant, _ = place_in(request.grant, place)
    rows = (Task.objects.within(grant) | Task.objects.addressed_to(grant)).annotate(
        done=Coalesce("done_on", OPEN), late=overdue(moment=DAY_ONLY)
    )
    if request.grant.role == Role.CHILD_DIRECTOR:
        rows = rows.filter(owner=Role.CHILD_DIRECTOR)
    found, foot = positions.listed(rows, ("-done", "due", "id"), after)
    return {"items": _tasks(request.grant, found), **foot}


def _waivers(grant: Grant, found: list[Waiver]) -> list[dict[str, Any]]:
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
            "over": not waiver.answer and bool(duty.ending),
            "may_answer": decides and not waiver.answer and not duty.ending and actions.stands_above(grant, duty),
        }
        for waiver in found
        if (duty := duties.get(waiver.duty))
    ]


def _tasks(grant: Grant, found: list[Any]) -> list[dict[str, Any]]:
    refs = named.refs({task.place for task in found})
    named_by = plain(Organisation).filter(pk__in={task.organisation for task in found if task.organisation})
    names = dict(named_by.values_list("pk", "name"))
    return [
        vars(task)
        | {
            "place": refs[task.place],
            "owner_name": Role(task.owner).label if task.owner else names.get(task.organisation, ""),
            "late": task.late and not (task.done_on or task.withdrawn_on),
            "mine": actions.does(grant, task) and not (task.done_on or task.withdrawn_on),
            "may_withdraw": grant.allows(Permission.DUTY_DECIDE)
            and actions.withdraws(grant, task)
            and not (task.done_on or task.withdrawn_on),
        }
        for task in found
    ]
