"""Routes by which an office makes and ends one-time links; whoever answers uses pages.py."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.permissions import Permission
from hutong.documents.links import actions
from hutong.documents.links import schemas as s
from hutong.documents.links.pages import ADDRESS

router = Router(tags=["links"])


@router.post("/notices/{notice}/link", response=s.LinkMade)
@permits(Permission.PRINT)
def make_link(request: Request, notice: str) -> Any:
    """A code by which the receiver says at /open/answer that the paper came."""
    code, until = actions.make(request.grant, parsed_id(notice, "送达"))
    return {"code": code, "address": request.build_absolute_uri(ADDRESS), "until": until}


@router.post("/notices/{notice}/link/end", response={204: None})
@permits(Permission.PRINT)
def end_link(request: Request, notice: str) -> Status:
    actions.end(request.grant, parsed_id(notice, "送达"))
    return Status(204, None)
