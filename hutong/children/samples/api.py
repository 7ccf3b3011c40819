"""Routes of samples (A2-3)."""

from typing import Any

from ninja import Query, Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Permission
from hutong.children.samples import actions, reading
from hutong.children.samples import schemas as s

router = Router(tags=["档案抽查"])


@router.get("/samples", response=s.Samples)
@permits(Permission.REVIEW)
def samples(request: Request, asked: Query[OfPlace]) -> Any:
    return reading.page(asked.within(request.grant), asked.after)


@router.post("/samples", response=s.SampleRow)
@permits(Permission.REVIEW)
def draw(request: Request, given: s.DrawIn) -> Any:
    grant, place = place_in(request.grant, given.place)
    return reading.rows(grant, [actions.draw(grant, place)])[0]


@router.get("/samples/{sample}/items", response=s.Items)
@permits(Permission.REVIEW)
def items(request: Request, sample: str, after: str | None = None) -> Any:
    return reading.items(request.grant, parsed_id(sample, "抽查"), after)


@router.post("/sample-items/{sample_item}/result", response={204: None})
@permits(Permission.REVIEW)
def look(request: Request, sample_item: str, given: s.LookIn) -> Status:
    actions.look(request.grant, parsed_id(sample_item, "抽查记录"), given.right, given.note)
    return Status(204, None)
