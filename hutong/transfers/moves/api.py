"""Routes of moves (A2-3)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from ninja import Router

from hutong.accounts.http import Request, missing, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children.opening import fetch
from hutong.transfers.models import Move
from hutong.transfers.moves import actions, show
from hutong.transfers.moves import schemas as s

router = Router(tags=["moves"])


@router.get("/moves", response=s.MoveList)
@permits(Permission.CHILD_READ)
def listing(
    request: Request,
    box: Literal["waiting", "asked", "in", "out"] = "waiting",
    place: int | None = None,
    after: str | None = None,
) -> Any:
    grant, _ = place_in(request.grant, place)
    return show.listing(grant, box, after)


@router.get("/moves/{move}", response=s.MoveOut)
@permits(Permission.CHILD_READ)
def one(request: Request, move: uuid.UUID) -> Any:
    return _shown(request, move)


@router.post("/children/{child}/moves", response=s.MoveOut)
@permits(Permission.CHILD_WRITE)
def ask(request: Request, child: str, given: s.AskIn) -> Any:
    found = fetch(request, child)
    with as_problem():
        move = actions.ask(request.grant, found, **given.model_dump())
    return _shown(request, move.pk)


@router.post("/moves/{move}/accept", response=s.MoveOut)
@permits(Permission.ANSWER)
def accept(request: Request, move: uuid.UUID, given: s.AcceptIn) -> Any:
    with as_problem():
        actions.accept(request.grant, move, given.to, hukou=given.hukou)
    return _shown(request, move)


@router.post("/moves/{move}/refuse", response=s.MoveOut)
@permits(Permission.ANSWER)
def refuse(request: Request, move: uuid.UUID, given: s.MoveReason) -> Any:
    with as_problem():
        actions.refuse(request.grant, move, given.reason)
    return _shown(request, move)


@router.post("/moves/{move}/withdraw", response=s.MoveOut)
@permits(Permission.CHILD_WRITE)
def withdraw(request: Request, move: uuid.UUID, given: s.WithdrawIn) -> Any:
    with as_problem():
        actions.withdraw(request.grant, move, given.reason)
    return _shown(request, move)


def _shown(request: Request, move: uuid.UUID) -> Any:
    found = Move.objects.within(request.grant).filter(pk=move).first()
    if found is None:
        raise missing("迁移")
    return show.moves(request.grant, [found])[0]


@contextmanager
def as_problem() -> Iterator[None]:
    """What an action refuses, as an answer for the screen."""
    try:
        yield
    except Move.DoesNotExist:
        raise missing("迁移") from None
