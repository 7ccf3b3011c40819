"""Routes of the office about phones: who carries one, what waits for a decision, what was reported under the red button."""

import uuid
from typing import Any

from django.http import FileResponse
from ninja import Query, Router

from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.limits import ACCOUNTS, limited
from hutong.accounts.lists import OfPlace
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children.opening import fetch
from hutong.desk.phones import arrived, show, urgent
from hutong.desk.phones import schemas as s
from hutong.documents import attaching, download
from hutong.documents.models import Attachment
from hutong.ground.refusal import Refused
from hutong.journal.actions import looked
from hutong.sync import deciding, enrolment
from hutong.sync import urgent as reports
from hutong.sync.models import Quarantined, UrgentReport
from hutong.sync.registry import Unsuitable

router = Router(tags=["phones"])


@router.get("/phones", response=s.PhoneList)
@permits(Permission.DEVICE_READ)
def phones(request: Request, asked: Query[OfPlace]) -> Any:
    return show.phones(asked.within(request.grant), asked.after)


@router.post("/phones/{phone}/revoke", response=s.PhoneList)
@limited(ACCOUNTS)
@permits(Permission.DEVICE_WRITE)
def revoke(request: Request, phone: uuid.UUID, given: s.DeviceReason) -> Any:
    enrolment.revoke(request.grant, phone, given.reason)
    return show.phones(request.grant)


@router.post("/phones/{phone}/readmit", response=s.PhoneList)
@limited(ACCOUNTS)
@permits(Permission.DEVICE_WRITE)
def readmit(request: Request, phone: uuid.UUID, given: s.DeviceReason) -> Any:
    enrolment.readmit(request.grant, phone, given.reason)
    return show.phones(request.grant)


@router.get("/arrived-visits", response=s.ArrivedList)
@permits(Permission.CHILD_READ)
def arrived_visits(request: Request, asked: Query[OfPlace]) -> Any:
    return arrived.visits(asked.within(request.grant), asked.after)


@router.get("/arrived-visits/{visit}", response=s.ArrivedDetail)
@permits(Permission.CHILD_READ)
def arrived_visit(request: Request, visit: uuid.UUID) -> Any:
    told = arrived.visit(request.grant, visit)
    fetch(request, str(told["child"].pk))
    return told


@router.get("/waiting", response=s.WaitingList)
@permits(Permission.DEVICE_READ)
def waiting(request: Request, asked: Query[s.WaitingIn]) -> Any:
    return show.waiting(asked.within(request.grant), asked.decided, asked.after)


@router.get("/conflicts/{conflict}", response=s.WaitingDetail)
@permits(Permission.CHILD_WRITE)
def conflict(request: Request, conflict: uuid.UUID) -> Any:
    return _logged(request, show.conflict(request.grant, conflict))


@router.post("/conflicts/{conflict}/settle", response=s.WaitingDetail)
@permits(Permission.CHILD_WRITE)
def settle(request: Request, conflict: uuid.UUID, given: s.SettleIn) -> Any:
    try:
        deciding.settle(request.grant, conflict, given.take)
    except (Refused, Unsuitable) as refused:
        raise Problem(409, f"不能这样处理：{refused}", "unsuitable") from None
    return show.conflict(request.grant, conflict)


@router.get("/quarantined/{quarantined}", response=s.WaitingDetail)
@permits(Permission.DEVICE_READ)
def quarantined(request: Request, quarantined: uuid.UUID) -> Any:
    return _logged(request, show.quarantined(request.grant, quarantined))


@router.post("/quarantined/{quarantined}/apply", response=s.WaitingDetail)
@permits(Permission.DEVICE_WRITE)
def apply(request: Request, quarantined: uuid.UUID, given: s.ApplyIn) -> Any:
    deciding.apply(request.grant, quarantined, given.child)
    return show.quarantined(request.grant, quarantined)


@router.post("/quarantined/{quarantined}/discard", response=s.WaitingDetail)
@permits(Permission.DEVICE_WRITE)
def discard(request: Request, quarantined: uuid.UUID, given: s.DeviceReason) -> Any:
    deciding.discard(request.grant, quarantined, given.reason)
    return show.quarantined(request.grant, quarantined)


@router.get("/quarantined/{quarantined}/attachments/{attachment}")
@permits(Permission.DEVICE_READ)
def kept_attachment(request: Request, quarantined: uuid.UUID, attachment: uuid.UUID) -> Any:
    row = Quarantined.objects.within(request.grant).get(pk=quarantined)
    return _file(attachment, record=show.brought(row))


@router.get("/children/{child}/attachments", response=list[s.AttachmentRef])
@permits(Permission.CHILD_READ)
def child_attachments(request: Request, child: str) -> Any:
    return show.attachments(child=fetch(request, child).pk)


@router.get("/children/{child}/attachments/{attachment}")
@permits(Permission.CHILD_READ)
def child_attachment(request: Request, child: str, attachment: uuid.UUID) -> Any:
    return _file(attachment, child=fetch(request, child).pk)


@router.get("/urgent-reports", response=s.UrgentList)
@permits(Permission.URGENT)
def urgent_reports(request: Request, asked: Query[s.UrgentListIn]) -> Any:
    return urgent.inbox(asked.within(request.grant), asked.box, asked.sender, asked.after)


@router.get("/urgent-senders", response=s.UnknownSenders)
@permits(Permission.URGENT)
def urgent_senders(request: Request, asked: Query[OfPlace]) -> Any:
    return urgent.unknown(asked.within(request.grant), asked.after)


@router.post("/urgent-senders/{sender}/acknowledge", response=s.SenderTaken)
@permits(Permission.URGENT)
def acknowledge_sender(request: Request, sender: str, given: s.SenderTakenIn) -> Any:
    return {"taken": reports.acknowledge_sender(request.grant, sender, given.upto, given.reason)}


@router.get("/urgent-reports/{report}", response=s.UrgentDetail)
@permits(Permission.URGENT)
def urgent_report(request: Request, report: uuid.UUID) -> Any:
    return urgent.report(request.grant, report)


@router.get("/urgent-reports/{report}/media/{number}")
@permits(Permission.URGENT)
def urgent_medium(request: Request, report: uuid.UUID, number: str) -> Any:
    row = UrgentReport.objects.within(request.grant).get(pk=report)
    looked(request.grant, "sealed", row.place, None, "紧急上报")
    try:
        mime, content = reports.medium(row, int(number))
    except (LookupError, TypeError, ValueError):
        raise missing("附件") from None
    return download.shown(content, mime)


@router.post("/urgent-reports/{report}/acknowledge", response=s.UrgentDetail)
@permits(Permission.URGENT)
def acknowledge(request: Request, report: uuid.UUID, given: s.AcknowledgeIn) -> Any:
    reports.acknowledge(request.grant, report, given.note)
    return urgent.report(request.grant, report)


def _logged(request: Request, told: dict[str, Any]) -> dict[str, Any]:
    """What is shown of a child's file here is a look at it."""
    if told["child"]:
        looked(request.grant, "open", told["place"].code, told["child"]["id"], "处理手机上传")
    return told


def _file(attachment: uuid.UUID, **belongs: Any) -> FileResponse:
    row = plain(Attachment).filter(pk=attachment, **belongs).first()
    if row is None:
        raise missing("附件")
    return download.shown(attaching.content_of(row), row.mime)
