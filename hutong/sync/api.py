"""Routes of phones: enrolment by the session of an ordinary sign-in, everything after it by the phone's own token."""

import gzip
import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from hutong.accounts import context, grants
from hutong.accounts.http import Problem, Request, permits
from hutong.accounts.limits import ACCOUNTS, limited
from hutong.accounts.models import Person
from hutong.accounts.permissions import Permission
from hutong.accounts.sessions import address_of
from hutong.alarms import actions as alarms
from hutong.alarms.schemas import ReadIn
from hutong.ground import clock
from hutong.sync import attachments, enrolment, envelope, own, pull, push, urgent
from hutong.sync import schemas as s
from hutong.sync.http import DeviceRequest, DeviceToken, from_phone, reading
from hutong.sync.sender import inside, seen

router = Router(tags=["sync"])
TOKEN = DeviceToken()
JSON = "application/json; charset=utf-8"


@router.post("/sync/devices", response=s.EnrolOut)
@limited(ACCOUNTS)
@permits(Permission.DEVICE_USE)
def enrol(request: Request, given: s.EnrolIn) -> Any:
    told = given.model_dump(exclude={"id"})
    before = enrolment.before(request.grant)
    admitted = enrolment.enrol(request.grant, enrolment.NewPhone(phone=given.id, **told))
    person: Person = request.user
    return {
        "device": given.id,
        "token": admitted.token,
        "report_token": admitted.report_token,
        "lease_hours": pull.LEASE_HOURS,
        "now": clock.now(),
        "epoch": pull.present_epoch(),
        "server_key": envelope.public_key(),
        "person": person,
        "before": before,
    }


@router.post("/sync/key", response=s.KeyOut)
@limited(ACCOUNTS)
@permits(Permission.DEVICE_USE)
def restore_key(request: Request, given: s.KeyIn) -> Any:
    return enrolment.restore_key(request.grant, given.id, given.password, request)


@router.post("/sync/push", response=s.PushOut, auth=TOKEN)
@from_phone
def take(request: DeviceRequest, given: s.PushIn) -> Any:
    results = push.receive(request.sender, given.operations)
    with inside(request.sender):
        seen(request.sender, given.app_version, given.unsent)
    return {"results": results, "revoked": request.sender.grant is None, "now": clock.now()}


@router.post("/sync/pull", response=s.PullOut, auth=TOKEN)
@from_phone
def give(request: DeviceRequest, given: s.PullIn) -> Any:
    sender = reading(request)
    with inside(sender) as grant:
        wanted = given.model_dump(include={"epoch", "cursors", "have", "documents", "duties"})
        told = pull.answer(grant, **wanted)
        told["token"] = seen(sender, given.app_version, given.unsent)
    return _packed(request, told)


@router.post("/sync/attachments", response=s.AttachmentOut, auth=TOKEN)
@from_phone
def begin_attachment(request: DeviceRequest, given: s.AttachmentIn) -> Any:
    with inside(request.sender) as grant:
        return attachments.begin(request.sender, grant, given)


@router.put("/sync/attachments/{attachment}/{number}", response=s.AttachmentOut, auth=TOKEN)
@from_phone
def take_piece(request: DeviceRequest, attachment: uuid.UUID, number: int) -> Any:
    digest = request.headers.get("X-Piece-SHA256", "")
    with inside(request.sender) as grant:
        told = attachments.take(request.sender, grant, attachment, number, request.body, digest)
    if len(told["received"]) == 0:
        raise Problem(422, attachments.WRONG, "bad_hash")
    return told


@router.get("/me/phones", response=s.OwnPhones)
@permits(Permission.SIGNED_IN)
def my_phones(request: Request) -> Any:
    """The phones on which the person enrolled."""
    return {"items": own.phones(request.user.pk)}


@router.post("/me/phones/{phone}/end", response=s.OwnPhones)
@limited(ACCOUNTS)
@permits(Permission.SIGNED_IN)
def end_my_phone(request: Request, phone: uuid.UUID) -> Any:
    """Shut one's own phone until the next sign-in on it."""
    own.end(request.grant, phone)
    return {"items": own.phones(request.user.pk)}


@router.get("/sync/phones", response=s.OwnPhones, auth=TOKEN)
@from_phone
def my_phones_here(request: DeviceRequest) -> Any:
    """The same, as the phone shows them."""
    with inside(reading(request)):
        return {"items": own.phones(request.sender.bearer.person, request.sender.device)}


@router.post("/sync/phones/{phone}/end", response=s.OwnPhones, auth=TOKEN)
@from_phone
def end_my_phone_here(request: DeviceRequest, phone: uuid.UUID) -> Any:
    """The same, from another phone of one's own."""
    with inside(reading(request)) as grant:
        own.end(grant, phone)
        return {"items": own.phones(request.sender.bearer.person, request.sender.device)}


@router.post("/sync/alarms/read", response={204: None}, auth=TOKEN)
@from_phone
def read_alarms_here(request: DeviceRequest, given: ReadIn) -> Status:
    """What is new for me was seen on the phone."""
    with inside(reading(request)) as grant:
        alarms.read(grant, given.ids)
    return Status(204, None)


@router.get("/sync/server-key", response=s.PublishedKey, auth=None)
def server_key(request: HttpRequest) -> Any:
    """What reports are sealed to, and whether a phone must send those again that it sent before."""
    return envelope.public_key() | pull.covered(clock.now())


@router.post("/sync/urgent", response=s.UrgentOut, auth=None)
def report(request: HttpRequest, given: s.UrgentIn) -> Any:
    who = urgent.came(given, address_of(request))
    who.checked(len(given.sealed))
    with context.within(grants.system()) as grant:
        urgent.receive(grant, given, who)
    now = clock.now()
    return {"id": given.id, "received": True, "now": now} | pull.covered(now)


def _packed(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """A pull is most of what a phone downloads: packed where it can unpack, and not walked through a schema once more."""
    body = json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":")).encode()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Content-Encoding": "gzip"} if packed else {}
    return HttpResponse(gzip.compress(body, 6) if packed else body, content_type=JSON, headers=headers)
