"""Routes of questions for the next visit (A3-4)."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.permissions import Permission
from hutong.care.made.question import QuestionIn
from hutong.care.questions import actions, reading
from hutong.care.questions.schemas import OpenQuestions
from hutong.children.opening import fetch

router = Router(tags=["走访"])


@router.get("/children/{child}/questions", response=OpenQuestions)
@permits(Permission.CHILD_READ)
def questions(request: Request, child: str) -> Any:
    return {"items": reading.shown(request.grant, fetch(request, child).pk), "most": reading.most()}


@router.post("/children/{child}/questions", response={204: None})
@permits(Permission.DUTY_DECIDE)
def ask(request: Request, child: str, given: QuestionIn) -> Status:
    actions.ask(request.grant, fetch(request, child), given.for_action())
    return Status(204, None)


@router.post("/questions/{question}/withdraw", response={204: None})
@permits(Permission.DUTY_DECIDE)
def withdraw(request: Request, question: str) -> Status:
    actions.withdraw(request.grant, parsed_id(question, "问题"))
    return Status(204, None)
