"""Who speaks through a phone, and what that person may touch at this moment."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.sync import tokens
from hutong.sync.models import Device, Session
from hutong.sync.sent import storable
from hutong.sync.tokens import Bearer


@dataclass(frozen=True)
class Sender:
    """A person on a phone. grant: None once the phone is revoked, the post ended, the account suspended."""

    bearer: Bearer
    name: str
    grant: Grant | None

    @property
    def device(self) -> uuid.UUID:
        return self.bearer.device

    @property
    def place(self) -> int:
        """Where what it sends and cannot be applied is kept."""
        return self.bearer.place

    def why_not(self) -> str:
        """Why nothing is read any more, for the person."""
        if self.bearer.revoked_at:
            return "这部手机已被停用，不能再查看档案。记录会照常上传给督导员，请联系乡镇儿童督导员。"
        return "您目前没有在任的儿童主任岗位，不能再查看档案。记录会照常上传给督导员，请联系乡镇儿童督导员。"


def of_token(token: str) -> Sender | None:
    """The sender whose token this is, with the grant of today."""
    bearer = tokens.bearer(token)
    if bearer is None:
        return None
    person = people.somebody(bearer.person)
    assert person, "a phone has its person"
    sender = Sender(bearer, person.name, None if bearer.revoked_at else device_grant(person))
    if sender.grant and not sender.grant.covers(bearer.place):
        return _followed(sender, sender.grant.places[0])
    return sender


def device_grant(person: Person) -> Grant | None:
    """The grant under which a phone reads: the director's villages, and nothing sealed; None where no such post is held."""
    grant = held.grant_of(person, Role.CHILD_DIRECTOR)
    if grant is None or not grant.allows(Permission.DEVICE_USE):
        return None
    return replace(grant, permissions=grant.permissions - {Permission.SEALED})


@contextmanager
def inside(sender: Sender) -> Iterator[Grant]:
    """One transaction of this sender: in its own scope, or, where nothing is to be read any more, in none but the keeping."""
    with context.within(sender.grant or _keeping(sender)) as grant, context.changed(bearer=str(sender.device)):
        yield grant


def _keeping(sender: Sender) -> Grant:
    """Enough to keep what is sent, at the place where the phone last was."""
    bounds = ((sender.place, sender.place + 1),)
    allowed = frozenset({Permission.DEVICE_USE})
    return Grant(sender.bearer.person, None, None, (sender.place,), bounds, allowed, sender.name)


def seen(sender: Sender, app_version: str, unsent: int | None) -> str | None:
    """Note that a phone called, inside its scope; gives the new token when one is due."""
    told = {"seen_at": clock.now(), "app_version": storable(app_version)[:40], "unsent": unsent}
    if not sender.bearer.old:
        told["previous"] = None
    plain(Session).filter(pk=sender.device).update(**told)
    return tokens.rotate(sender.bearer)


def _followed(sender: Sender, place: int) -> Sender:
    """The phone goes with its owner's post."""
    with context.within(replace(grants.system(), person=sender.bearer.person)) as grant:
        _follow(grant, sender.device, place)
    return replace(sender, bearer=replace(sender.bearer, place=place))


@action("sync.follow", Permission.DEVICE_USE)
def _follow(grant: Grant, device: uuid.UUID, place: int) -> None:
    plain(Device).filter(pk=device).update(place=place)
    plain(Session).filter(pk=device).update(place=place)
