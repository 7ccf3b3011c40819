"""Waivers of duties and assigned tasks over HTTP; their list, which names children, is the desk's (desk/decisions.py)."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.permissions import Permission
from hutong.duties import actions, urging
from hutong.duties import schemas as s

router = Router(tags=["免办和交办"])


@router.post("/duties/{duty}/waiver", response={204: None})
@permits(Permission.DUTY_WRITE)
def ask_waiver(request: Request, duty: str, given: s.WaiverIn) -> Status:
    actions.ask_waiver(request.grant, parsed_id(duty, "职责"), given.reason)
    return Status(204, None)


@router.post("/waivers/{waiver}/answer", response={204: None})
@permits(Permission.DUTY_DECIDE)
def answer_waiver(request: Request, waiver: str, given: s.WaiverAnswerIn) -> Status:
    actions.answer_waiver(request.grant, parsed_id(waiver, "免办申请"), given.agreed, given.reason)
    return Status(204, None)


@router.post("/tasks", response={204: None})
@permits(Permission.DUTY_DECIDE)
def assign(request: Request, given: s.TaskIn) -> Status:
    for place in dict.fromkeys([given.place, *given.places]):
        actions.assign(request.grant, place, given.title, given.text, given.due, given.organisation)
    return Status(204, None)


@router.post("/duties/urge", response=s.Urged)
@permits(Permission.DUTY_DECIDE)
def urge(request: Request, given: s.UrgeIn) -> Any:
    """催办, 督办."""
    told, vacant = urging.urge(request.grant, given.duties, given.places)
    return {"told": told, "vacant": vacant}


@router.post("/duties/waivers", response=s.Asked)
@permits(Permission.DUTY_WRITE)
def ask_waivers(request: Request, given: s.WaiversIn) -> Any:
    """申请免办 of several of one's own rounds with one reason: all or none."""
    for duty in dict.fromkeys(given.duties):
        actions.ask_waiver(request.grant, duty, given.reason)
    return {"asked": len(set(given.duties))}


@router.post("/tasks/{task}/done", response={204: None})
@permits(Permission.DUTY_WRITE)
def finish(request: Request, task: str, given: s.TaskDoneIn) -> Status:
    actions.finish(request.grant, parsed_id(task, "任务"), given.note)
    return Status(204, None)


@router.post("/tasks/{task}/withdraw", response={204: None})
@permits(Permission.DUTY_DECIDE)
def withdraw(request: Request, task: str, given: s.WaiverIn) -> Status:
    actions.withdraw(request.grant, parsed_id(task, "任务"), given.reason)
    return Status(204, None)
