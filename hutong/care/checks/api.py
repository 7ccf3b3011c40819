"""Routes of key checks (A2-4)."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.care.checks import reading
from hutong.care.checks.actions import fix_problem, record_check
from hutong.care.made.check_problem import CheckProblemRows, FixedIn
from hutong.care.made.key_check import KeyCheckIn, KeyCheckRows
from hutong.children.opening import fetch

router = Router(tags=["重点核查"])


@router.get("/key-checks", response=reading.KeyChecks)
@permits(Permission.CHILD_READ)
def key_checks(request: Request, place: int | None = None) -> Any:
    return reading.page(place_in(request.grant, place)[0])


@router.get("/key-checks/problems", response=CheckProblemRows)
@permits(Permission.CHILD_READ)
def problems(request: Request, place: int | None = None, after: str | None = None) -> Any:
    return reading.problems(place_in(request.grant, place)[0], after)


@router.get("/key-checks/done", response=KeyCheckRows)
@permits(Permission.CHILD_READ)
def done(request: Request, place: int | None = None, after: str | None = None) -> Any:
    return reading.checks(place_in(request.grant, place)[0], after)


@router.post("/children/{child}/key-checks", response={204: None})
@permits(Permission.KEY_CHECK)
def record(request: Request, child: str, given: KeyCheckIn) -> Status:
    record_check(request.grant, fetch(request, child), given.for_action())
    return Status(204, None)


@router.post("/check-problems/{check_problem}/fixed", response={204: None})
@permits(Permission.ANSWER)
def fixed(request: Request, check_problem: str, given: FixedIn) -> Status:
    fix_problem(request.grant, parsed_id(check_problem, "问题"), given.note)
    return Status(204, None)
