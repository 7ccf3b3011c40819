"""Routes of rights held by name: ask, answer, take note; and who opened sealed matters (ADR 22)."""

from typing import Any

from ninja import Router, Status

from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.limits import ACCOUNTS, limited
from hutong.accounts.lists import Limit
from hutong.accounts.permissions import Permission
from hutong.desk.named import listing
from hutong.desk.named import schemas as s
from hutong.workforce.asks import actions, outsiders

router = Router(tags=["密封事项人员"])


@router.post("/posts/{post_id}/named", response={204: None})
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def ask(request: Request, post_id: str, given: s.NamedAskIn) -> Status:
    """Ask that a post be named for sealed matters, or that a holder's account be given out anew; a second person confirms."""
    actions.ask(request.grant, parsed_id(post_id, "岗位"), given.kind, given.reason)
    return Status(204, None)


@router.get("/named-asks", response=s.NamedAsks)
@permits(Permission.SEALED)
def asks(request: Request, after: str | None = None, limit: Limit = 50) -> Any:
    """What was asked and answered about colleagues and those below; the holders are told by it."""
    return listing.asks(request.grant, after, limit)


@router.post("/named-asks/{named}/answer", response=s.NamedAnswered)
@limited(ACCOUNTS)
@permits(Permission.SEALED)
def answer(request: Request, named: str, given: s.NamedAnswerIn) -> Any:
    """The second person's answer, of the level above; the new initial password is shown this once."""
    return {"initial_password": actions.answer(request.grant, parsed_id(named, "申请"), given.agreed, given.reason)}


@router.post("/named-asks/{named}/seen", response={204: None})
@permits(Permission.SEALED)
def seen(request: Request, named: str) -> Status:
    """Take note of a request or of its answer."""
    actions.take_note(request.grant, parsed_id(named, "申请"))
    return Status(204, None)


@router.get("/sealed-looks", response=s.SealedLooks)
@permits(Permission.SEALED)
def sealed_looks(request: Request, after: str | None = None, limit: Limit = 50) -> Any:
    """Who of the levels below opened sealed facts and urgent reports."""
    return listing.sealed_looks(request.grant, after, limit)


@router.get("/post-asks", response=s.PostAsks)
@permits(Permission.POST_WRITE)
def post_asks(request: Request, after: str | None = None, limit: Limit = 50) -> Any:
    """Who of this jurisdiction is asked for by another unit; those that wait for an answer."""
    return listing.post_asks(request.grant, after, limit)


@router.post("/post-asks/{outsider}/answer", response={204: None})
@limited(ACCOUNTS)
@permits(Permission.POST_WRITE)
def answer_post(request: Request, outsider: str, given: s.NamedAnswerIn) -> Status:
    """The bureau of somebody who is asked for agrees, and the post is held; or not."""
    outsiders.answer(request.grant, parsed_id(outsider, "申请"), given.agreed, given.reason)
    return Status(204, None)
