"""Routes of double files (A3-2)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ninja import Query, Router

from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.permissions import Permission
from hutong.children import clean
from hutong.children.models import Child
from hutong.children.opening import fetch
from hutong.doubles import compare, decide, show, undoing
from hutong.doubles import schemas as s
from hutong.doubles.models import Double
from hutong.ground.refusal import Refused
from hutong.journal.actions import looked

router = Router(tags=["doubles"])


@router.get("/doubles", response=s.DoubleList)
@permits(Permission.CHILD_READ)
def listing(request: Request, asked: Query[s.DoublesIn]) -> Any:
    return show.listing(asked.within(request.grant), asked.status, asked.after or "")


@router.get("/doubles/{double}", response=s.DoubleOut)
@permits(Permission.CHILD_READ)
def one(request: Request, double: uuid.UUID) -> Any:
    found = _found(request, double)
    for child in Child.objects.within(request.grant).filter(pk__in=(found.first, found.second)):
        looked(request.grant, "open", child.place, child.pk, "核对疑似重复档案")
    return compare.compared(request.grant, found)


@router.post("/doubles/{double}/dismiss", response=s.DoubleRow)
@permits(Permission.CHILD_MERGE)
def dismiss(request: Request, double: uuid.UUID, given: s.DoubleReasonIn) -> Any:
    with as_problem():
        return show.items([decide.dismiss(request.grant, _found(request, double).pk, given.reason)])[0]


@router.post("/doubles/{double}/claim", response=s.DoubleRow)
@permits(Permission.CHILD_MERGE)
def claim(request: Request, double: uuid.UUID, given: s.DoubleClaimIn) -> Any:
    with as_problem():
        decide.claim(request.grant, _found(request, double).pk, given.lives_with, given.reason)
    return show.items([_found(request, double)])[0]


@router.post("/doubles/{double}/merge", response=s.DoubleRow)
@permits(Permission.CHILD_MERGE)
def merge(request: Request, double: uuid.UUID, given: s.DoubleMergeIn) -> Any:
    with as_problem():
        decide.merge(request.grant, _found(request, double).pk, given.keep, given.take)
    return show.items([_found(request, double)])[0]


@router.get("/doubles/{double}/undo", response=s.DoubleUndoOut)
@permits(Permission.CHILD_MERGE)
def preview(request: Request, double: uuid.UUID) -> Any:
    found = _found(request, double)
    with as_problem():
        if found.status != Double.Status.MERGED:
            raise Refused("这一对档案没有合并，不需要撤销。", decide.NOT_NOW)
        return undoing.preview(request.grant, found)


@router.post("/doubles/{double}/undo", response=s.DoubleRow)
@permits(Permission.CHILD_MERGE)
def undo(request: Request, double: uuid.UUID, given: s.DoubleReasonIn) -> Any:
    try:
        decide.undo(request.grant, _found(request, double).pk, given.reason)
    except decide.BuiltOn as refused:
        raise Problem(
            409, str(refused), refused.code, built=_json(undoing.built(request.grant, refused.built))
        ) from None
    except Child.DoesNotExist:
        raise missing("档案") from None
    return show.items([_found(request, double)])[0]


@router.get("/children/{child}/doubles", response=s.ChildDoubles)
@permits(Permission.CHILD_READ)
def of_child(request: Request, child: str) -> Any:
    return show.of_child(request.grant, fetch(request, child))


@router.post("/children/{child}/doubles", response=s.DoubleRow)
@permits(Permission.CHILD_WRITE)
def propose(request: Request, child: str, given: s.DoubleProposeIn) -> Any:
    one = fetch(request, child)
    other = show.meant(request.grant, given.other)
    if other is None:
        message = "没有找到另一份档案，或者它不在您的辖区。请填写护童编号。"
        raise Problem(422, message, "invalid", [("other", message)])
    with as_problem():
        return show.items([decide.propose(request.grant, one, other, given.note)])[0]


def _found(request: Request, double: uuid.UUID) -> Double:
    found = show.visible(request.grant).filter(pk=double).first()
    if found is None:
        raise missing("疑似重复档案")
    return found


def _json(built: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [s.DoubleBuilt(**one).model_dump(mode="json") for one in built]


@contextmanager
def as_problem() -> Iterator[None]:
    """What an action refuses, as an answer for the screen."""
    try:
        yield
    except (Child.DoesNotExist, Double.DoesNotExist):
        raise missing("档案") from None
    except clean.Invalid as invalid:
        raise Problem(422, "选出来的内容互相不一致，请改选后再合并。", "invalid", invalid.errors) from None
