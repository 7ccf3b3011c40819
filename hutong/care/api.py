"""Routes of visits (A3-4)."""

import uuid
from typing import Any

from ninja import Router, Status

from hutong.accounts import positions
from hutong.accounts.http import Request, permits
from hutong.accounts.permissions import Permission
from hutong.accounts.shares import VISITS
from hutong.care import schemas as s
from hutong.care import withdrawing
from hutong.care.actions import record_visit
from hutong.care.form import form
from hutong.care.models import Visit
from hutong.care.questions import reading as questions
from hutong.children.models import Child
from hutong.children.opening import fetch, reach

router = Router(tags=["care"])


@router.get("/children/{child}/visits", response=s.VisitsOut)
@permits(Permission.CHILD_OPEN)
def visits(request: Request, child: str, after: str | None = None) -> Any:
    found = reach(request, child, VISITS)
    rows, foot = positions.listed(Visit.objects.within(request.grant).filter(child=found), ("-on", "-id"), after)
    own = request.grant.allows(Permission.VISIT_WRITE) and not request.grant.child
    may = {row.pk for row in rows if own and found.active and withdrawing.may(request.grant, row)}
    return {"items": rows, "withdrawable": may, **foot}


@router.get("/children/{child}/visit-form", response=s.VisitForm)
@permits(Permission.VISIT_WRITE)
def visit_form(request: Request, child: str) -> Any:
    found = fetch(request, child)
    return form(_last(request, found), questions.shown(request.grant, found.pk))


@router.post("/children/{child}/visits", response=s.VisitOut)
@permits(Permission.VISIT_WRITE)
def record(request: Request, child: str, given: s.VisitSent) -> Any:
    return record_visit(request.grant, fetch(request, child), given.for_action(), given.answers)


@router.post("/children/{child}/visits/{visit}/withdraw", response={204: None})
@permits(Permission.VISIT_WRITE)
def withdraw(request: Request, child: str, visit: uuid.UUID, given: s.VisitReason) -> Status:
    """A visit recorded by mistake: its duty comes back."""
    withdrawing.withdraw(request.grant, fetch(request, child), visit, given.reason)
    return Status(204, None)


def _last(request: Request, child: Child) -> Visit | None:
    return Visit.objects.within(request.grant).filter(child=child).order_by("-on", "-id").first()
