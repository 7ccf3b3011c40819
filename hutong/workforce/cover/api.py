"""Routes of who stands in (S2-1)."""

from typing import Any

from ninja import Query, Router, Status

from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Permission
from hutong.workforce.cover import actions, reading
from hutong.workforce.cover.schemas import CoverIn, TurnEnd, Turns

router = Router(tags=["儿童工作人员"])


@router.get("/turns", response=Turns)
@permits(Permission.POST_READ)
def turns(request: Request, asked: Query[OfPlace]) -> Any:
    return reading.page(asked.within(request.grant), asked.after)


@router.post("/posts/{post_id}/cover", response={204: None})
@permits(Permission.POST_WRITE)
def cover(request: Request, post_id: str, given: CoverIn) -> Status:
    actions.cover(request.grant, parsed_id(post_id, "岗位"), actions.Cover(**given.model_dump()))
    return Status(204, None)


@router.post("/turns/{turn}/end", response={204: None})
@permits(Permission.POST_WRITE)
def end(request: Request, turn: str, given: TurnEnd) -> Status:
    actions.end(request.grant, parsed_id(turn, "代班安排"), given.on)
    return Status(204, None)
