"""Routes of the administrator's list of jobs that were not done."""

from typing import Any

from ninja import Router

from hutong.accounts import positions
from hutong.accounts.http import Request, missing, permits
from hutong.accounts.permissions import Permission
from hutong.desk.jobs import actions, listing
from hutong.desk.jobs import schemas as s

router = Router(tags=["jobs"])


@router.get("/jobs", response=s.Jobs)
@permits(Permission.SYSTEM)
def failed(request: Request, after: str | None = None) -> Any:
    found, foot = positions.picked(listing.jobs(request.grant), lambda job: job.id, after)
    return {"items": listing.shown(found), **foot}


@router.post("/jobs/{job}/again", response=s.Jobs)
@permits(Permission.SYSTEM)
def again(request: Request, job: str) -> Any:
    actions.again(request.grant, _number(job))
    return failed(request)


@router.post("/jobs/{job}/give-up", response=s.Jobs)
@permits(Permission.SYSTEM)
def give_up(request: Request, job: str, given: s.GiveUpIn) -> Any:
    actions.give_up(request.grant, _number(job), given.reason)
    return failed(request)


def _number(job: str) -> int:
    if not (job.isascii() and job.isdigit() and len(job) <= 18):
        raise missing("后台任务")
    return int(job)
