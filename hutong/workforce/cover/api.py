"""Routes of who stands in (S2-1)."""

from datetime import timedelta
from typing import Any

from ninja import Query, Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.places.refs import refs
from hutong.workforce.cover import actions, reading
from hutong.workforce.cover.schemas import CoverIn, Nights, NightsIn, TurnEnd, Turns

router = Router(tags=["儿童工作人员"])
SHOWN = 14


@router.get("/turns", response=Turns)
@permits(Permission.POST_READ)
def turns(request: Request, asked: Query[OfPlace]) -> Any:
    return reading.page(asked.within(request.grant), asked.after)


@router.get("/nights", response=Nights)
@permits(Permission.POST_READ)
def nights(request: Request, place: int | None = None) -> Any:
    """Who stands in a unit's coming nights; a gap tomorrow is known today."""
    grant, place = place_in(request.grant, place)
    [there] = refs([place]).values()
    return {"place": there, "nights": reading.nights(grant, place, clock.today(), SHOWN)}


@router.post("/nights", response={204: None})
@permits(Permission.POST_WRITE)
def name_nights(request: Request, given: NightsIn) -> Status:
    place, until = place_in(request.grant, given.place)[1], given.last + timedelta(1)
    watches = [actions.Watch(one.seat, one.by, one.voice, given.since, until) for one in given.watches]
    actions.name_nights(request.grant, place, watches)
    return Status(204, None)


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
