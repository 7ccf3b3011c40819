"""Routes of "ledger in" (A2-3): drop, watch, look, correct, confirm."""

import uuid
from typing import Any

from django.conf import settings
from django.http import FileResponse
from ninja import File, Form, Query, Router, UploadedFile

from hutong.accounts import positions
from hutong.accounts.http import Problem, Request, missing, permits, place_in
from hutong.accounts.limits import UPLOADS, limited
from hutong.accounts.permissions import Permission
from hutong.documents import store
from hutong.documents.download import download
from hutong.documents.models import File as File_
from hutong.ground.work import of
from hutong.ledgers.intake import actions, show, tasks, undo
from hutong.ledgers.intake import schemas as s
from hutong.ledgers.intake.actions import NotNow
from hutong.ledgers.models import LedgerImport

router = Router(tags=["ledgers"])
PAGE = 50
KINDS = (".xlsx", ".xls", ".csv")
PICTURE = "照片、扫描件和 PDF 认不出文字，不能导入。请把纸质台账录成 Excel 表再上传，或在“儿童档案”里逐个新建。"
PICTURES = (".jpg", ".jpeg", ".png", ".pdf", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".webp", ".ofd", ".doc", ".docx")
# How such files begin, whatever they are called.
SIGNS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


@router.post("/ledgers", response=s.Created)
@limited(UPLOADS)
@permits(Permission.LEDGER_IMPORT)
def upload(request: Request, file: File[UploadedFile], place: Form[int]) -> Any:
    _, unit = place_in(request.grant, place)
    name = file.name or "台账"
    if picture(name, file):
        raise Problem(422, PICTURE, "invalid", [("file", PICTURE)])
    if not name.lower().endswith(KINDS):
        raise Problem(422, "只能导入 .xlsx、.xls、.csv 文件。", "invalid", [("file", "文件类型不对")])
    if (file.size or 0) > settings.LEDGER_LIMIT_BYTES:
        raise Problem(422, "文件超过 50 MB，请按村或按镇分成几份。", "invalid", [("file", "文件太大")])
    ledger = actions.upload(request.grant, unit, name, file.read())
    _later(request, tasks.check_ledger, ledger.pk)
    return ledger


@router.get("/ledgers", response=s.Ledgers)
@permits(Permission.LEDGER_IMPORT)
def recent(request: Request, after: str | None = None) -> Any:
    rows, foot = positions.listed(LedgerImport.objects.within(request.grant), ("-created_at", "-id"), after)
    return {"items": show.briefs(rows), **foot}


@router.get("/ledgers/{ledger}", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def one(request: Request, ledger: uuid.UUID) -> Any:
    return show.whole(request.grant, _fetch(request, ledger))


@router.get("/ledgers/{ledger}/rows", response=s.RowList)
@permits(Permission.LEDGER_IMPORT)
def rows(request: Request, ledger: uuid.UUID, asked: Query[s.LedgerRowsIn]) -> Any:
    return show.rows(request.grant, _fetch(request, ledger), asked, PAGE)


@router.post("/ledgers/{ledger}/columns", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def correct_columns(request: Request, ledger: uuid.UUID, given: s.ColumnsIn) -> Any:
    found = _step(actions.correct, request, ledger, given.sheet, given.columns)
    _later(request, tasks.check_ledger, ledger)
    return show.whole(request.grant, found)


@router.post("/ledgers/{ledger}/confirm", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def confirm(request: Request, ledger: uuid.UUID) -> Any:
    found = _step(actions.confirm, request, ledger)
    _later(request, tasks.write_ledger, ledger)
    return show.whole(request.grant, found)


@router.post("/ledgers/{ledger}/discard", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def discard(request: Request, ledger: uuid.UUID) -> Any:
    return show.whole(request.grant, _step(actions.discard, request, ledger))


@router.post("/ledgers/{ledger}/forget-layout", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def forget_layout(request: Request, ledger: uuid.UUID, given: s.SheetIn) -> Any:
    found = _step(actions.forget_layout, request, ledger, given.sheet)
    _later(request, tasks.check_ledger, ledger)
    return show.whole(request.grant, found)


@router.get("/ledgers/{ledger}/undo", response=s.LedgerUndo)
@permits(Permission.LEDGER_IMPORT)
def undo_preview(request: Request, ledger: uuid.UUID, after: str | None = None) -> Any:
    return undo.preview(request.grant, _fetch(request, ledger), after)


@router.post("/ledgers/{ledger}/undo", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def undo_import(request: Request, ledger: uuid.UUID, given: s.LedgerUndoIn) -> Any:
    found = _step(undo.ask, request, ledger, given.rest)
    _later(request, tasks.undo_ledger, ledger)
    return show.whole(request.grant, found)


@router.post("/ledgers/{ledger}/problems", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def make_problems(request: Request, ledger: uuid.UUID) -> Any:
    if _step(actions.ask_problems, request, ledger):
        role = str(request.grant.role or "")
        of(request.grant.person, tasks.make_problem_book).defer(
            ledger_id=str(ledger), person_id=str(request.user.pk), role=role
        )
    return show.whole(request.grant, _fetch(request, ledger))


@router.get("/ledgers/{ledger}/problems.xlsx")
@permits(Permission.LEDGER_IMPORT)
def problem_workbook(request: Request, ledger: uuid.UUID) -> FileResponse:
    found = _fetch(request, ledger)
    try:
        if found.problems is None:
            raise FileNotFoundError
        file, content = store.read(request.grant, found.problems)
    except (FileNotFoundError, File_.DoesNotExist):
        raise Problem(410, "问题行工作簿还没有生成或已过保存期，请重新生成。", "expired") from None
    return download(content, file.name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _fetch(request: Request, ledger: uuid.UUID) -> LedgerImport:
    found = LedgerImport.objects.within(request.grant).filter(pk=ledger).first()
    if found is None:
        raise missing("台账")
    return found


def _step(step: Any, request: Request, ledger: uuid.UUID, *values: Any) -> Any:
    try:
        return step(request.grant, ledger, *values)
    except LedgerImport.DoesNotExist:
        raise missing("台账") from None
    except NotNow as wrong:
        raise Problem(409, str(wrong), "not_now") from None


def picture(name: str, file: UploadedFile) -> bool:
    """Whether an upload is a picture or scan of a paper ledger, by name or content."""
    sheet = name.lower().endswith(KINDS)
    head = file.read(8)
    file.seek(0)
    # A CSV may begin with any two letters; four that no table begins with decide there.
    signs = SIGNS if not name.lower().endswith(".csv") else SIGNS[:4]
    return name.lower().endswith(PICTURES) or (sheet and head.startswith(signs))


def _later(request: Request, task: Any, ledger: uuid.UUID) -> None:
    """In this very transaction: the job and what it is about are kept together or not at all."""
    of(request.grant.person, task).defer(ledger_id=str(ledger))
