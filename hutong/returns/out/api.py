"""Routes of ledgers out (A2-3): ask for a workbook, watch it, fetch it; the exceptions of a ledger."""

import uuid
from typing import Any

from django.http import FileResponse
from ninja import Query, Router, Status

from hutong.accounts import positions
from hutong.accounts.http import Problem, Request, missing, parsed_id, permits, place_in
from hutong.accounts.limits import EXPORTS, limited
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.documents import store
from hutong.documents.download import download
from hutong.documents.models import File
from hutong.ground.work import of
from hutong.journal.actions import NotAllowed
from hutong.returns.models import Export
from hutong.returns.out import actions, book, clearing, exceptions, lists, show, tasks
from hutong.returns.out import schemas as s

router = Router(tags=["ledgers out"])
NEWEST = ("-created_at", "-id")


@router.get("/exports", response=s.ExportChoices)
@permits(Permission.LEDGER_EXPORT)
def choices(request: Request, asked: Query[OfPlace]) -> Any:
    _, unit = place_in(request.grant, asked.place)
    mine = Export.objects.within(request.grant).filter(person=request.grant.person)
    found, foot = positions.listed(mine, NEWEST, asked.after)
    return {
        "layouts": [show.layout(one) for one in lists.of_layouts(unit)],
        "items": show.exports(found),
        **foot,
        "may_uncover": request.grant.allows(Permission.CHILD_UNMASK),
    }


@router.post("/exports", response=s.ExportOut)
@limited(EXPORTS)
@permits(Permission.LEDGER_EXPORT)
def ask(request: Request, given: s.ExportIn) -> Any:
    _, unit = place_in(request.grant, given.place)
    try:
        export = actions.ask(request.grant, unit, given.what, given.filters, given.columns, given.full, given.purpose)
    except NotAllowed as refused:
        raise Problem(403, str(refused), "not_allowed_here") from None
    of(request.grant.person, tasks.make_export).defer(export_id=str(export.pk))
    return show.exports([export])[0]


@router.get("/exports/{export}", response=s.ExportOut)
@permits(Permission.LEDGER_EXPORT)
def one(request: Request, export: uuid.UUID) -> Any:
    return show.exports([_mine(request, export)])[0]


@router.get("/exports/{export}/file")
@permits(Permission.LEDGER_EXPORT)
def fetch(request: Request, export: uuid.UUID) -> FileResponse:
    found = _mine(request, export)
    try:
        if found.file is None or found.status != Export.Status.DONE:
            raise Problem(409, "还没有导出完，请稍后再下载。", "not_now")
        _, content = store.read(request.grant, found.file)
    except (FileNotFoundError, File.DoesNotExist):
        raise Problem(410, "文件已过保存期，请重新导出。", "expired") from None
    return download(content, f"{found.title}.xlsx", book.MIME)


@router.get("/ledger-exceptions", response=s.Exceptions)
@permits(Permission.CHILD_READ)
def exception_list(request: Request, asked: Query[s.ExceptionsIn]) -> Any:
    found = exceptions.listing(asked.within(request.grant), asked.rule, asked.explained, asked.after or "")
    rules = [rule | {"choices": clearing.choices(rule["key"])} for rule in found["rules"]]
    return found | {"rules": rules}


@router.post("/children/{child}/explain", response={204: None})
@permits(Permission.CHILD_WRITE)
def explain(request: Request, child: str, given: s.ExplainIn) -> Status:
    found = Child.objects.within(request.grant).filter(pk=parsed_id(child)).first()
    if found is None:
        raise missing("档案")
    exceptions.explain(request.grant, found, given.rule, given.reason, given.until)
    return Status(204, None)


@router.post("/ledger-exceptions/explain", response=s.Cleared)
@permits(Permission.CHILD_WRITE)
def explain_all(request: Request, given: s.ExplainAllIn) -> Any:
    grant, _ = place_in(request.grant, given.place)
    return {"done": clearing.explain_all(grant, given.rule, given.count, given.reason, given.until)}


@router.post("/ledger-exceptions/fill", response=s.Cleared)
@permits(Permission.CHILD_WRITE)
def fill_all(request: Request, given: s.FillAllIn) -> Any:
    grant, _ = place_in(request.grant, given.place)
    return {"done": clearing.fill_all(grant, given.rule, given.count, given.value)}


def _mine(request: Request, export: uuid.UUID) -> Export:
    """Whoever asked fetches it, nobody else: their rights decided what is in it."""
    found = Export.objects.within(request.grant).filter(pk=export, person=request.grant.person).first()
    if found is None:
        raise missing("导出")
    return found
