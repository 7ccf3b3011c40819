"""A duty officer opens a child of another county at once, by its exact number and name or birth date, for a day.

Its county is told at once: the share stands on its home page until it takes note."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hutong.accounts.context import open_by_share
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.limits import BREAK_GLASS
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Share, new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.shares import NUMBERS, in_force
from hutong.children.parts import USUAL, longest
from hutong.children.protecting.avoiding import note
from hutong.children.values.id_number import read_id_number
from hutong.children.values.names import read_name
from hutong.ground import clock, query
from hutong.ground.sealing import token
from hutong.journal.actions import NotAllowed, action, looked
from hutong.places.codes import Level, at_level
from hutong.workforce import organisations

WORDS = 6
NAMED = "请同时填写儿童姓名或出生日期：只凭号码不能打开。"
Kind = Share.Kind


@dataclass(frozen=True)
class Wanted:
    """number: whole; name or birth: what else the officer knows of the child; purpose: why now."""

    number: str
    name: str
    birth: date | None
    purpose: str


def open_beyond(grant: Grant, wanted: Wanted) -> tuple[uuid.UUID, datetime | None]:
    """The child of a whole number, and until when it is open; None where it lies in the jurisdiction and needs nothing.

    Every try counts, before anything is looked up, and a vain one is logged. Raises Problem 404, 422, 429; NotAllowed.
    """
    if not grant.allows(Permission.BREAK_GLASS):
        raise NotAllowed(Permission.BREAK_GLASS)
    purpose = _explained(wanted.purpose)
    if not wanted.name.strip() and wanted.birth is None:
        raise Problem(422, NAMED, "invalid", [("name", NAMED)])
    tries = BREAK_GLASS.today()
    if not tries.take(str(grant.person), tries.most):
        raise tries.refused()
    found = _find(wanted)
    if found and found[0] in grant.avoids:
        # The officer is, or may be, whom the address is kept from: nothing is said of the child.
        note(grant, *found, f"紧急查看：{purpose}")
        raise _unknown()
    if found is None:
        looked(grant, "elsewhere", grant.places[0], None, f"紧急查看，没有找到：{purpose}"[:200])
        raise _unknown()
    child, place = found
    if grant.covers(place):
        return child, None
    mine = _mine(grant, child)
    return child, (mine or _break(grant, child, place, purpose, USUAL[Kind.BREAK_GLASS])).until


def open_numbers(grant: Grant, child: uuid.UUID, purpose: str) -> None:
    """Of a child whom this officer opened, the full numbers too, for a purpose of its own; its county is told of that as well.

    Raises Problem 404, 422."""
    purpose, mine = _explained(purpose), _mine(grant, child)
    if mine is None or child in grant.avoids:
        raise missing("紧急查看")
    _break(grant, child, mine.place, purpose, (NUMBERS,))


def _explained(purpose: str) -> str:
    if len(purpose.strip()) < WORDS:
        raise Problem(422, "请写清楚为什么要紧急查看。", "invalid", [("purpose", f"请写明用途，至少{WORDS}个字。")])
    return purpose.strip()


def _unknown() -> Problem:
    message = "没有找到这样的儿童。请核对证件号码或护童编号（要填完整），以及姓名、出生日期。"
    return Problem(404, message, "unknown_number", keep=True)


def _mine(grant: Grant, child: uuid.UUID) -> Share | None:
    return plain(Share).filter(in_force(), child=child, person=grant.person, kind=Kind.BREAK_GLASS).first()


@action("children.break_glass", Permission.BREAK_GLASS)
def _break(grant: Grant, child: uuid.UUID, place: int, purpose: str, parts: Collection[str]) -> Share:
    """This officer's own share for a day; the child's county sees it on its home page until it takes note."""
    own = plain(Organisation).filter(pk__in=grant.organisations).first()
    organisation = own or organisations.unit(grant, grant.places[0])
    open_by_share(child)
    now = clock.now()
    return plain(Share).create(
        id=new_id(),
        child=child,
        place=at_level(place, Level.COUNTY),
        organisation=organisation,
        person=grant.person,
        kind=Kind.BREAK_GLASS,
        purpose=purpose,
        parts=list(parts),
        given_at=now,
        given_by=grant.person,
        until=now + timedelta(longest(Kind.BREAK_GLASS, clock.today())),
    )


def _find(wanted: Wanted) -> tuple[uuid.UUID, int] | None:
    """(child, place) of a whole number with the name or birth date, in scope or not."""
    number, name = wanted.number.upper(), wanted.name.strip()
    whole = None if number.startswith("HT") else read_id_number(number).number
    values = [number, token(whole) if whole else None, read_name(name) or name, wanted.birth]
    found = query.rows("SELECT child, place FROM child_beyond(%s, %s, %s, %s)", values)
    return (found[0][0], found[0][1]) if found else None


@action("children.note_break_glass", Permission.SHARE_WRITE)
def take_note(grant: Grant, share: uuid.UUID) -> Share:
    """The county where the child lives has seen that the glass was broken. Raises Problem 404."""
    row = Share.objects.within(grant).select_for_update().filter(pk=share, kind=Kind.BREAK_GLASS).first()
    if row is None:
        raise missing("紧急查看")
    if row.seen_at is None:
        row.seen_at, row.seen_by = clock.now(), grant.person
        row.save(update_fields=["seen_at", "seen_by"])
    return row
