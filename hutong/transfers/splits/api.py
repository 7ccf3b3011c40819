"""Routes of assignments after a division (A2-3)."""

import uuid
from typing import Any

from ninja import Router

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.transfers.splits import actions, find, show
from hutong.transfers.splits import schemas as s
from hutong.transfers.splits.find import Split

router = Router(tags=["splits"])
NOBODY = {"items": [], "total": 0, "next": None}
NONE = "没有找到这次拆分，请刷新页面。"


@router.get("/splits", response=s.Splits)
@permits(Permission.CHILD_WRITE)
def splits(request: Request, place: int | None = None) -> Any:
    return {"items": show.splits(place_in(request.grant, place)[0])}


@router.get("/split-children/left", response=s.SplitChildren)
@permits(Permission.CHILD_WRITE)
def left(request: Request, split: uuid.UUID, after: str | None = None) -> Any:
    """Of a division elsewhere nobody, as of one that never was."""
    found = find.one(request.grant, split)
    return show.left(request.grant, found, after) if found else NOBODY


@router.get("/split-children/placed", response=s.SplitChildren)
@permits(Permission.CHILD_WRITE)
def placed(request: Request, split: uuid.UUID, after: str | None = None) -> Any:
    found = find.one(request.grant, split)
    return show.placed(request.grant, found, after) if found else NOBODY


@router.post("/split-children/place", response=s.Splits)
@permits(Permission.CHILD_WRITE)
def place(request: Request, given: s.SplitPlaceIn) -> Any:
    split = _split(request.grant, given.split)
    actions.place(request.grant, split, given.children, given.to)
    return {"items": show.splits(request.grant)}


@router.post("/split-children/undo", response=s.Splits)
@permits(Permission.CHILD_WRITE)
def undo(request: Request, given: s.SplitUndoIn) -> Any:
    split = _split(request.grant, given.split)
    actions.undo(request.grant, split, given.child)
    return {"items": show.splits(request.grant)}


def _split(grant: Grant, key: uuid.UUID) -> Split:
    found = find.one(grant, key)
    if found is None:
        raise Problem(422, NONE, "invalid", [("split", NONE)])
    return found
