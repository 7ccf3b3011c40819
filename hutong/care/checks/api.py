"""Routes of key checks (A2-4)."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.care.checks import reading
from hutong.care.checks import schemas as s
from hutong.care.checks.actions import Found, NewCheck, fix_problem, record_check
from hutong.children.opening import fetch

router = Router(tags=["重点核查"])


@router.get("/key-checks", response=s.KeyChecks)
@permits(Permission.CHILD_READ)
def key_checks(request: Request, place: int | None = None) -> Any:
    return reading.page(place_in(request.grant, place)[0])


@router.get("/key-checks/problems", response=s.CheckProblems)
@permits(Permission.CHILD_READ)
def problems(request: Request, place: int | None = None, after: str | None = None) -> Any:
    return reading.problems(place_in(request.grant, place)[0], after)


@router.get("/key-checks/done", response=s.DoneChecks)
@permits(Permission.CHILD_READ)
def done(request: Request, place: int | None = None, after: str | None = None) -> Any:
    return reading.checks(place_in(request.grant, place)[0], after)


@router.post("/children/{child}/key-checks", response={204: None})
@permits(Permission.KEY_CHECK)
def record(request: Request, child: str, given: s.KeyCheckIn) -> Status:
    told = given.model_dump()
    problems = [Found(**one) for one in told.pop("problems")]
    record_check(request.grant, fetch(request, child), NewCheck(**told, problems=problems))
    return Status(204, None)


@router.post("/check-problems/{check_problem}/fixed", response={204: None})
@permits(Permission.VISIT_WRITE)
def fixed(request: Request, check_problem: str, given: s.FixedIn) -> Status:
    fix_problem(request.grant, parsed_id(check_problem, "问题"), given.note)
    return Status(204, None)
