"""Routes of who looked."""

from datetime import timedelta
from typing import Any

from ninja import Query, Router

from hutong.accounts.http import Problem, Request, missing, parsed_id, permits
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.desk.looks import audit, of_child
from hutong.desk.looks import schemas as s
from hutong.ground import clock
from hutong.journal import looks

router = Router(tags=["looks"])
# Without a wish the last thirty days; a year at most, which is what one page of SQL bears.
USUAL, LONGEST = timedelta(30), timedelta(366)


@router.get("/children/{child}/looks", response=s.ChildLooks)
@permits(Permission.LOOKS_READ)
def of_one(request: Request, child: str, after: str | None = None) -> Any:
    """Who opened this file, in which post and what for."""
    if not Child.objects.within(request.grant).filter(pk=parsed_id(child)).exists():
        raise missing("档案")
    return of_child.page(request.grant, parsed_id(child), after)


@router.get("/looks", response=s.Looks)
@permits(Permission.AUDIT)
def audited(request: Request, asked: Query[s.LooksIn]) -> Any:
    """Looks of a jurisdiction; the unusual ones with the reason for each."""
    return _looks(request, asked)


@router.post("/search/looks", response=s.Looks)
@permits(Permission.AUDIT)
def search(request: Request, given: s.LooksSearchIn) -> Any:
    """The same of one officer or one file, which no address may name."""
    return _looks(request, given, given.person.strip(), given.number.strip().upper())


def _looks(request: Request, asked: s.LooksIn, person: str = "", number: str = "") -> Any:
    grant = asked.within(request.grant)
    last = min(asked.until or clock.today(), clock.today())
    first = asked.since or last - USUAL
    if first > last or last - first > LONGEST:
        raise Problem(422, "请选择一年以内的起止日期。", "invalid", [("since", "起始日期不对。")])
    wanted = audit.Wanted(first, last, person, asked.kind, number, asked.unusual, asked.decided)
    return audit.page(grant, wanted, asked.after, asked.limit)


@router.post("/looks/{look}/review", response=s.ReviewOut)
@permits(Permission.AUDIT)
def review(request: Request, look: str, given: s.ReviewIn) -> Any:
    """What came of an unusual look: explained, or handed on."""
    row = looks.review(request.grant, parsed_id(look, "查看记录"), given.outcome, given.note)
    return audit.review_out(row, request.grant.name)
