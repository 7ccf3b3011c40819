"""Routes of who looked."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from hutong.accounts.http import Problem, Request, child_id, missing, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.config import clock
from hutong.desk.api import Limit
from hutong.desk.looks import audit, of_child
from hutong.desk.looks import schemas as s
from hutong.journal import looks

router = Router(tags=["looks"])
Text = Annotated[str, Field(max_length=60)]
# Without a wish the last thirty days; a year at most, which is what one page of SQL bears.
USUAL, LONGEST = timedelta(30), timedelta(366)


@router.get("/children/{child}/looks", response=s.ChildLooks)
@permits(Permission.LOOKS_READ)
def of_one(request: Request, child: str, after: str | None = None) -> Any:
    """Who opened this file, in which post and what for."""
    if not Child.objects.within(request.grant).filter(pk=child_id(child)).exists():
        raise missing("档案")
    return of_child.page(request.grant, child_id(child), after)


@router.get("/looks", response=s.Looks)
@permits(Permission.AUDIT)
def audited(
    request: Request,
    place: int | None = None,
    person: Text = "",
    kind: Literal["", "open", "shared", "break_glass", "unmask", "elsewhere", "print", "export", "kept_out"] = "",
    number: Text = "",
    since: date | None = None,
    until: date | None = None,
    unusual: bool = False,
    decided: bool = False,
    after: str | None = None,
    limit: Limit = 50,
) -> Any:
    """Looks of a jurisdiction; the unusual ones with the reason for each."""
    grant, _ = place_in(request.grant, place)
    last = min(until or clock.today(), clock.today())
    first = since or last - USUAL
    if first > last or last - first > LONGEST:
        raise Problem(422, "请选择一年以内的起止日期。", "invalid", [("since", "起始日期不对。")])
    wanted = audit.Wanted(first, last, person.strip(), kind, number.strip().upper(), unusual, decided)
    return audit.page(grant, wanted, after, limit)


@router.post("/looks/{look}/review", response=s.ReviewOut)
@permits(Permission.AUDIT)
def review(request: Request, look: str, given: s.ReviewIn) -> Any:
    """What came of an unusual look: explained, or handed on."""
    row = looks.review(request.grant, child_id(look, "查看记录"), given.outcome, given.note)
    return audit.review_out(row, request.grant.name)
