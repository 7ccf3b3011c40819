"""Who alarms whom, what a person has seen, and the channels an administrator keeps."""

import uuid
from collections.abc import Iterable

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Post, new_id
from hutong.accounts.permissions import Permission, Role
from hutong.alarms.models import Alarm, Channel, Delivery, Kind
from hutong.ground import clock
from hutong.journal.actions import action

# WeCom, DingTalk, mail, and a JSON hook, which a gateway of short messages takes.
SCHEMES = ("wecombot", "dingtalk", "mailto", "mailtos", "json", "jsons")
State = Delivery.State


def raise_for(posts: Iterable[Post], kind: Kind, matter: uuid.UUID, *, leaves: bool = True) -> None:
    """Alarm those who hold some posts of a matter, each once; inside the action that makes it new, whose place reaches theirs.
    leaves: whether it goes out by channels, too."""
    now = clock.now()
    of = {post.person.pk: post for post in posts}
    plain(Alarm).bulk_create(
        [
            Alarm(place=post.place, person=person, organisation=post.organisation and post.organisation.pk, kind=kind, matter=matter, raised_at=now,
                  handed_on=not leaves)
            for person, post in sorted(of.items())
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def held_at(place: int, roles: Iterable[Role]) -> list[Post]:
    """The posts of some roles held today at exactly one place, as far as the present scope reaches."""
    found = plain(Post).filter(place=place, role__in=list(roles), period__contains=clock.today())
    return list(found.filter(person__is_active=True).select_related("person", "organisation"))


def held(posts: Iterable[uuid.UUID]) -> list[Post]:
    """Some posts, those that are held today."""
    found = plain(Post).filter(pk__in=list(posts), period__contains=clock.today(), person__is_active=True)
    return list(found.select_related("person", "organisation"))


def members(organisation: uuid.UUID) -> list[Post]:
    """The posts of an organisation held today, as far as the present scope reaches."""
    found = plain(Post).filter(organisation=organisation, period__contains=clock.today())
    return list(found.filter(person__is_active=True).select_related("person", "organisation"))


@action("alarms.read", Permission.SIGNED_IN)
def read(grant: Grant, ids: Iterable[uuid.UUID]) -> None:
    """Mark some of one's own as seen; others are passed over."""
    own = plain(Alarm).filter(person=grant.person, read_at=None, pk__in=list(ids))
    own.update(read_at=clock.now())


@action("alarms.add_channel", Permission.SYSTEM)
def add(grant: Grant, place: int, organisation: uuid.UUID | None, name: str, url: str) -> Channel:
    """Let alarms of a place, or of one organisation that stands there, go out by one more way. Raises Problem 404, 422."""
    if grant.narrowed(place) is None:
        raise missing("地方")
    if organisation and not Organisation.objects.within(grant).filter(pk=organisation, place=place).exists():
        raise missing("单位")
    _check(url)
    row = Channel(id=new_id(), place=place, organisation_id=organisation, name=name)
    column = Channel._meta.get_field("url")
    row.url = column.close(row, url)  # type: ignore[union-attr]  # a SealedTextField
    row.save(force_insert=True)
    return row


def _check(url: str) -> None:
    import apprise

    scheme = url.partition("://")[0].lower()
    if scheme not in SCHEMES or not apprise.Apprise.instantiate(url, suppress_exceptions=True):
        told = "地址写得不对。可以用：wecombot://（企业微信）、dingtalk://（钉钉）、mailtos://（邮件）、jsons://（短信网关等）。"
        raise Problem(422, told, "invalid", [("url", told)])


@action("alarms.close_channel", Permission.SYSTEM)
def close(grant: Grant, channel: uuid.UUID) -> None:
    """Use a channel no more; what waits for it is not sent. Raises Problem 404."""
    row = _open(grant, channel)
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    _unsent(row).update(state=State.FAILED)


@action("alarms.try_again", Permission.SYSTEM)
def again(grant: Grant, channel: uuid.UUID) -> None:
    """Send now what waits in a channel or was given up. Raises Problem 404."""
    row = _open(grant, channel)
    now = clock.now()
    _unsent(row, State.FAILED).update(state=State.AGAIN, next_at=now, raised_at=now)


@action("alarms.try_out", Permission.SYSTEM)
def try_out(grant: Grant, channel: uuid.UUID) -> None:
    """Send a message that says nothing but that it is a trial, on the way of all others. Raises Problem 404."""
    row, now = _open(grant, channel), clock.now()
    plain(Delivery).create(
        place=row.place, channel=row, kind=Kind.TRIAL, matter=new_id(), raised_at=now, next_at=now
    )  # fmt: skip


def _open(grant: Grant, channel: uuid.UUID) -> Channel:
    row = Channel.objects.within(grant).select_for_update().filter(pk=channel, closed_at=None).first()
    if row is None:
        raise missing("通知渠道")
    return row


def _unsent(row: Channel, *also: State):
    return plain(Delivery).filter(channel=row, state__in=[State.WAITING, State.AGAIN, *also])
