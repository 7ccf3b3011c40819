"""Routes of "ledger in" (A2-3): drop, watch, look, correct, confirm."""

import uuid
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from ninja import File, Form, Router, UploadedFile

from hutong.accounts.http import Problem, Request, missing, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.children import tasks
from hutong.children.intake import actions, problems, show
from hutong.children.intake import schemas as s
from hutong.children.intake.actions import NotNow
from hutong.children.models import LedgerImport

router = Router(tags=["ledgers"])
PAGE = 50
KINDS = (".xlsx", ".xls", ".csv")


@router.post("/ledgers", response=s.Created)
@permits(Permission.LEDGER_IMPORT)
def upload(request: Request, file: File[UploadedFile], place: Form[int]) -> Any:
    _, unit = place_in(request.grant, place)
    name = file.name or "台账"
    if not name.lower().endswith(KINDS):
        raise Problem(
            422, "只能导入 .xlsx、.xls、.csv 文件；照片和 PDF 请先录成表格。", "invalid", [("file", "文件类型不对")]
        )
    if (file.size or 0) > settings.LEDGER_LIMIT_BYTES:
        raise Problem(422, "文件超过 50 MB，请按村或按镇分成几份。", "invalid", [("file", "文件太大")])
    ledger = actions.upload(request.grant, unit, name, file.read())
    _later(tasks.check_ledger, ledger.pk)
    return ledger


@router.get("/ledgers", response=list[s.LedgerBrief])
@permits(Permission.LEDGER_IMPORT)
def recent(request: Request) -> Any:
    return show.briefs(LedgerImport.objects.within(request.grant).order_by("-created_at")[:30])


@router.get("/ledgers/{ledger}", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def one(request: Request, ledger: uuid.UUID) -> Any:
    return show.whole(_fetch(request, ledger))


@router.get("/ledgers/{ledger}/rows", response=s.RowList)
@permits(Permission.LEDGER_IMPORT)
def rows(request: Request, ledger: uuid.UUID, outcome: str = "", flagged: bool = False, after: int = -1) -> Any:
    return show.rows(request.grant, _fetch(request, ledger), outcome, flagged, after, PAGE)


@router.post("/ledgers/{ledger}/columns", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def correct_columns(request: Request, ledger: uuid.UUID, given: s.ColumnsIn) -> Any:
    found = _step(actions.correct, request, ledger, given.sheet, given.columns)
    _later(tasks.check_ledger, ledger)
    return show.whole(found)


@router.post("/ledgers/{ledger}/confirm", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def confirm(request: Request, ledger: uuid.UUID) -> Any:
    found = _step(actions.confirm, request, ledger)
    _later(tasks.write_ledger, ledger)
    return show.whole(found)


@router.post("/ledgers/{ledger}/discard", response=s.LedgerOut)
@permits(Permission.LEDGER_IMPORT)
def discard(request: Request, ledger: uuid.UUID) -> Any:
    return show.whole(_step(actions.discard, request, ledger))


@router.get("/ledgers/{ledger}/problems.xlsx")
@permits(Permission.LEDGER_IMPORT)
def problem_workbook(request: Request, ledger: uuid.UUID) -> HttpResponse:
    found = _fetch(request, ledger)
    try:
        content = problems.workbook(request.grant, found)
    except FileNotFoundError:
        raise Problem(410, "原文件已过保存期，请重新上传台账。", "expired") from None
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    name = quote(f"问题行_{found.file_name.rsplit('.', 1)[0]}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _fetch(request: Request, ledger: uuid.UUID) -> LedgerImport:
    found = LedgerImport.objects.within(request.grant).filter(pk=ledger).first()
    if found is None:
        raise missing("台账")
    return found


def _step(step: Any, request: Request, ledger: uuid.UUID, *values: Any) -> LedgerImport:
    try:
        return step(request.grant, ledger, *values)
    except LedgerImport.DoesNotExist:
        raise missing("台账") from None
    except NotNow as wrong:
        raise Problem(409, str(wrong), "not_now") from None


def _later(task: Any, ledger: uuid.UUID) -> None:
    """In this very transaction: the job and what it is about are kept together or not at all."""
    task.defer(ledger_id=str(ledger))
