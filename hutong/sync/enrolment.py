"""A phone is made known online, by the person who will carry it; its key lies in escrow for a forgotten PIN."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from hutong.accounts import context
from hutong.accounts.confirming import confirm
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, new_id
from hutong.accounts.permissions import Permission
from hutong.ground import clock, sealing
from hutong.ground.sealing import SealedTextField, unsealed
from hutong.journal.actions import action
from hutong.sync import envelope, tokens
from hutong.sync.models import Device, Session

REVOKED = "这部手机已被停用，请联系乡镇儿童督导员。"


@dataclass(frozen=True)
class NewPhone:
    """What a phone says of itself at enrolment. data_key: None keeps the one in escrow."""

    phone: uuid.UUID
    name: str
    model: str
    app_version: str
    data_key: str | None
    wrap: str


@dataclass(frozen=True)
class Admitted:
    """What a phone shows from now on: its token, and the one for urgent reports."""

    token: str
    report_token: str


def before(grant: Grant) -> dict[str, Any] | None:
    """When a phone of this person last called, and what waited on it: what was noted there since is nowhere else."""
    with context.everywhere():
        phones = plain(Device).filter(person=grant.person).values("pk")
        last = plain(Session).filter(pk__in=phones, seen_at__isnull=False).order_by("-seen_at").first()
    return {"seen_at": last.seen_at, "unsent": last.unsent or 0} if last else None


@action("sync.enrol", Permission.DEVICE_USE)
def enrol(grant: Grant, told: NewPhone) -> Admitted:
    """Make a phone its person's. Raises Problem 403 for a revoked one, 422 for a key that is none."""
    if told.data_key is not None and not _is_key(told.data_key):
        raise Problem(422, "手机的密钥不对，请更新应用后再试。", "invalid", [("data_key", "应为 32 个字节。")])
    known = _known(grant, told.phone)
    if known and known.revoked_at:
        raise Problem(403, REVOKED, "device_revoked")
    if known is None and told.data_key is None:
        raise Problem(422, "第一次在这部手机上登录，缺少密钥，请更新应用后再试。", "invalid", [("data_key", "必填。")])
    # The owner's post may have gone to another village since; the phone comes along.
    with context.reaching(grant, known.place if known else grant.places[0]):
        return _enrolled(grant, told, known)


def _known(grant: Grant, phone: uuid.UUID) -> Device | None:
    with context.everywhere():
        return plain(Device).filter(phone=phone, person=grant.person).first()


def _enrolled(grant: Grant, told: NewPhone, known: Device | None) -> Admitted:
    device = known or Device(id=new_id(), phone=told.phone, person_id=grant.person)
    device.enrolled_at = clock.now()
    device.place, device.name, device.model, device.wrap = grant.places[0], told.name, told.model, told.wrap
    device.ended_at = None
    if told.data_key is not None:
        device.data_key = _escrow().close(device, told.data_key) or b""
    device.save(force_insert=known is None)
    return Admitted(_admit(device, told.app_version), report_token(device.pk, device.enrolled_at))


def _is_key(text: str) -> bool:
    try:
        return len(envelope.decode(text)) == 32
    except ValueError:
        return False


def _escrow() -> SealedTextField:
    column = Device._meta.get_field("data_key")
    assert isinstance(column, SealedTextField)
    return column


def _admit(device: Device, app_version: str) -> str:
    """A new token, the only one that counts from now on."""
    token = tokens.new()
    values: dict[str, Any] = {
        "place": device.place, "token": tokens.digest(token), "previous": None, "issued_at": clock.now(),
        "seen_at": clock.now(), "app_version": app_version,
    }  # fmt: skip
    plain(Session).update_or_create(id=device.pk, defaults=values)
    return token


@action("sync.restore_key", Permission.DEVICE_USE)
def restore_key(grant: Grant, phone: uuid.UUID, password: str, request: HttpRequest) -> dict[str, str]:
    """The key in escrow, to the same person on the same phone, for the password once more. Raises Problem."""
    device = Device.objects.within(grant).filter(phone=phone, person=grant.person).first()
    if device is None:
        raise Problem(404, "没有找到您在这部手机上的登记，请重新登录。", "no_device")
    if device.revoked_at:
        raise Problem(403, REVOKED, "device_revoked")
    wrong = Problem(403, "密码不对。", "wrong_password", [("password", "密码不对。")], keep=True)
    confirm(Person.objects.get(pk=grant.person), password, request, wrong)
    device.restored_at = clock.now()
    device.save(update_fields=["restored_at"])
    return {"data_key": unsealed(device, "data_key") or "", "wrap": device.wrap}


def report_token(device: uuid.UUID, enrolled_at: datetime) -> str:
    """What a phone shows with an urgent report, kept in the clear on it: it opens nothing, and says that it is this phone.

    Another at every sign-in on the phone, so that a copy counts no longer than the enrolment it was taken from."""
    return sealing.token(f"report {device} {enrolled_at.astimezone(UTC).isoformat()}").hex()


@action("sync.revoke", Permission.DEVICE_WRITE)
def revoke(grant: Grant, key: uuid.UUID, reason: str) -> Device:
    """Shut a phone out: it may still hand in what it holds, and reads nothing any more. Raises Device.DoesNotExist."""
    device = Device.objects.within(grant).select_for_update().get(pk=key)
    if device.revoked_at is None:
        device.revoked_at, device.revoked_reason = clock.now(), reason
        device.save(update_fields=["revoked_at", "revoked_reason"])
    return device


@action("sync.readmit", Permission.DEVICE_WRITE)
def readmit(grant: Grant, key: uuid.UUID, reason: str) -> Device:
    """Let a phone in again that was found, or shut out by mistake. Raises Device.DoesNotExist."""
    device = Device.objects.within(grant).select_for_update().get(pk=key)
    device.revoked_at, device.revoked_reason = None, reason
    device.save(update_fields=["revoked_at", "revoked_reason"])
    return device
