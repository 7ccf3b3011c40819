"""Routes of the exchange with the national system (S2-3): county level and above."""

import uuid
from typing import Any

from django.conf import settings
from django.http import FileResponse
from ninja import File, Form, Query, Router, UploadedFile

from hutong.accounts.http import Problem, Request, missing, permits, place_in
from hutong.accounts.limits import UPLOADS, limited
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Permission
from hutong.documents import store
from hutong.documents.download import download
from hutong.documents.models import File as Kept
from hutong.ground.work import of
from hutong.journal.actions import NotAllowed
from hutong.ledgers.intake.api import PICTURE, picture
from hutong.returns.exchange import actions, rosters_kept, show, tasks
from hutong.returns.exchange import schemas as s
from hutong.returns.models import Exchange
from hutong.returns.out import book

router = Router(tags=["exchange"])
KINDS = (".xlsx", ".xls", ".csv")


@router.get("/exchange", response=s.ExchangeHome)
@permits(Permission.EXCHANGE)
def home(request: Request, asked: Query[OfPlace]) -> Any:
    grant, unit = place_in(request.grant, asked.place)
    return show.home(grant, unit, asked.after)


@router.post("/exchange/batches", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def make(request: Request, given: s.PlaceIn) -> Any:
    grant, unit = place_in(request.grant, given.place)
    made = _step(actions.make, grant, unit)
    of(request.grant.person, tasks.make_batch).defer(exchange_id=str(made.pk))
    return show.exchanges(grant, [made])[0]


@router.post("/exchange/rosters", response=s.ExchangeOut)
@limited(UPLOADS)
@permits(Permission.EXCHANGE)
def upload_roster(request: Request, file: File[UploadedFile], place: Form[int]) -> Any:
    grant, unit = place_in(request.grant, place)
    _checked(file)
    made = _step(actions.upload, grant, unit, None, file.name or "", file.read())
    of(request.grant.person, tasks.read_upload).defer(exchange_id=str(made.pk))
    return show.exchanges(grant, [made])[0]


@router.get("/exchange/{exchange}", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def one(request: Request, exchange: uuid.UUID) -> Any:
    return show.exchanges(request.grant, [_fetch(request, exchange)])[0]


@router.get("/exchange/{exchange}/rows", response=s.ExchangeRows)
@permits(Permission.EXCHANGE)
def rows(request: Request, exchange: uuid.UUID, asked: Query[s.RowsIn]) -> Any:
    found = _fetch(request, exchange)
    if not (asked.after.isascii() and asked.after.isdigit() and len(asked.after) < 10):
        raise Problem(422, "翻页位置无效，请回到第一页。", "invalid")
    return show.rows(request.grant, found, asked.what, asked.outcome, int(asked.after))


@router.get("/exchange/{exchange}/file")
@permits(Permission.EXCHANGE)
def fetch(request: Request, exchange: uuid.UUID) -> FileResponse:
    found = _fetch(request, exchange)
    _may_uncover(request)
    try:
        if found.file is None:
            raise FileNotFoundError
        file, content = store.read(request.grant, found.file)
    except (FileNotFoundError, Kept.DoesNotExist):
        raise Problem(410, "文件还没有生成或已过保存期，请重新生成，内容和原来一样。", "expired") from None
    actions.fetched(request.grant, found)
    return download(content, f"全国系统报送_第{file.name}", book.MIME)


@router.post("/exchange/{exchange}/file", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def make_again(request: Request, exchange: uuid.UUID) -> Any:
    found = _fetch(request, exchange)
    if found.kind != Exchange.Kind.BATCH:
        raise Problem(409, "比对结果没有报送文件。", "not_now")
    _may_uncover(request)
    of(request.grant.person, tasks.make_file).defer(exchange_id=str(found.pk))
    return show.exchanges(request.grant, [found])[0]


@router.post("/exchange/{exchange}/receipt", response=s.ExchangeOut)
@limited(UPLOADS)
@permits(Permission.EXCHANGE)
def upload_receipt(request: Request, exchange: uuid.UUID, file: File[UploadedFile]) -> Any:
    found = _fetch(request, exchange)
    _checked(file)
    _step(actions.upload, request.grant, found.place, found, file.name or "", file.read())
    of(request.grant.person, tasks.read_upload).defer(exchange_id=str(found.pk))
    return show.exchanges(request.grant, [found])[0]


@router.post("/exchange/{exchange}/close", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def close(request: Request, exchange: uuid.UUID) -> Any:
    found = _fetch(request, exchange)
    _step(actions.close, request.grant, found)
    return show.exchanges(request.grant, [found])[0]


@router.post("/exchange/{exchange}/adopt", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def adopt(request: Request, exchange: uuid.UUID) -> Any:
    found = _fetch(request, exchange)
    narrowed = request.grant.narrowed(found.place)
    assert narrowed, "what was fetched in scope lies in it"
    _step(actions.adopt, narrowed, found)
    return show.exchanges(request.grant, [found])[0]


@router.post("/exchange/{exchange}/tasks", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def hand_out(request: Request, exchange: uuid.UUID) -> Any:
    found = _fetch(request, exchange)
    _step(rosters_kept.hand_out, request.grant, found)
    return show.exchanges(request.grant, [found])[0]


@router.post("/exchange/{exchange}/delete", response=s.ExchangeOut)
@permits(Permission.EXCHANGE)
def delete(request: Request, exchange: uuid.UUID) -> Any:
    found = _fetch(request, exchange)
    rosters_kept.delete(request.grant, found)
    return show.exchanges(request.grant, [found])[0]


def _fetch(request: Request, exchange: uuid.UUID) -> Exchange:
    rows = Exchange.objects.within(request.grant)
    # Of two people at one batch the second sees what the first did.
    found = (rows if request.method == "GET" else rows.select_for_update()).filter(pk=exchange).first()
    if found is None:
        raise missing("批次")
    return found


def _may_uncover(request: Request) -> None:
    if not request.grant.allows(Permission.CHILD_UNMASK):
        raise Problem(403, str(NotAllowed(Permission.CHILD_UNMASK)), "not_allowed_here")


def _checked(file: UploadedFile) -> None:
    name = file.name or ""
    told = ""
    if picture(name, file):
        told = PICTURE
    elif not name.lower().endswith(KINDS):
        told = "只能读 .xlsx、.xls、.csv 文件。"
    elif (file.size or 0) > settings.LEDGER_LIMIT_BYTES:
        told = "文件超过 50 MB，请分成几份。"
    if told:
        raise Problem(422, told, "invalid", [("file", told)])


def _step(step: Any, *values: Any) -> Any:
    try:
        return step(*values)
    except NotAllowed as refused:
        raise Problem(403, str(refused), "not_allowed_here") from None
