"""Routes of notices."""

import uuid
from typing import Any

from django.http import FileResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from hutong.accounts import positions
from hutong.accounts.http import Request, missing, parsed_id, permits
from hutong.accounts.limits import UPLOADS, limited
from hutong.accounts.permissions import Permission
from hutong.documents import attaching
from hutong.documents.download import shown
from hutong.documents.models import Notice
from hutong.documents.notices import actions, show
from hutong.documents.notices import schemas as s
from hutong.ground.sealing import unsealed

router = Router(tags=["notices"])
BOXES: dict[str, dict[str, Any]] = {
    "waiting": {"told_on": None, "dropped": ""},
    "told": {"told_on__isnull": False},
    "dropped": {"told_on": None, "dropped__gt": ""},
}


@router.get("/notices", response=s.NoticeList)
@permits(Permission.PRINT)
def notices(request: Request, asked: Query[s.NoticesIn]) -> Any:
    """Whom the jurisdiction's units have to tell, what is due first on top; or were told, the newest first."""
    grant = asked.within(request.grant)
    keys = ("due", "id") if asked.box == "waiting" else ("-made_at", "-id")
    found, foot = positions.listed(Notice.seen(grant).filter(**BOXES[asked.box]), keys, asked.after)
    return {"items": show.notices(request.grant, found), **foot}


@router.post("/notices/{notice}/told", response={204: None})
@permits(Permission.PRINT)
def deliver(request: Request, notice: str, given: s.DeliveryIn) -> Status:
    actions.deliver(request.grant, parsed_id(notice, "送达"), actions.Delivery(**given.model_dump()))
    return Status(204, None)


@router.post("/notice-proofs", response={204: None})
@limited(UPLOADS)
@permits(Permission.PRINT)
def prove(request: Request, given: Form[s.ProvedIn], file: File[UploadedFile]) -> Status:
    """One scan for all deliveries that it proves."""
    actions.prove(request.grant, given.notices, file.content_type or "", file.read(), file.name or "")
    return Status(204, None)


@router.get("/notices/{notice}/proofs/{proof}")
@permits(Permission.PRINT)
def proof(request: Request, notice: str, proof: uuid.UUID) -> FileResponse:
    row = Notice.seen(request.grant).filter(pk=parsed_id(notice, "送达")).first()
    one = attaching.of_record(row.pk).filter(pk=proof).first() if row else None
    if one is None:
        raise missing("附件")
    return shown(attaching.content_of(one), one.mime, unsealed(one, "name") or "")
