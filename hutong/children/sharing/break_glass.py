"""A duty officer opens a child of another county at once, by its exact number, for a day; its county is told at once."""

import uuid
from datetime import datetime, timedelta

from hutong.accounts.http import Problem, missing
from hutong.accounts.limits import Limit
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Share, new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant, open_by_share
from hutong.accounts.shares import in_force
from hutong.children import identity
from hutong.children.avoiding import note
from hutong.children.ledger.id_number import read_id_number
from hutong.children.sharing.parts import USUAL, longest
from hutong.config import clock, query
from hutong.journal.actions import NotAllowed, action, looked
from hutong.places.codes import Level, at_level
from hutong.workforce import organisations

WORDS = 6
# Numbers tried one by one must not become a way to learn who is registered; wrong ones count too.
TRIES = Limit("break-glass", 10, 60, "紧急查看")
Kind = Share.Kind


def open_beyond(grant: Grant, number: str, purpose: str) -> tuple[uuid.UUID, datetime | None]:
    """The child of a whole number, and until when it is open; None where it lies in the jurisdiction and needs nothing.

    Every try counts and a vain one is logged. Raises Problem 404, 422, 429; NotAllowed.
    """
    if not grant.allows(Permission.BREAK_GLASS):
        raise NotAllowed(Permission.BREAK_GLASS)
    if len(purpose.strip()) < WORDS:
        raise Problem(422, "请写清楚为什么要紧急查看。", "invalid", [("purpose", f"请写明用途，至少{WORDS}个字。")])
    if not TRIES.take(str(grant.person), TRIES.most):
        raise TRIES.refused()
    found = _find(number)
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
    return child, _mine(grant, child) or _break(grant, child, place, purpose).until


def _unknown() -> Problem:
    return Problem(404, "没有找到这个号码的儿童。请核对证件号码或护童编号，要填完整。", "unknown_number", keep=True)


def _mine(grant: Grant, child: uuid.UUID) -> datetime | None:
    broken = plain(Share).filter(in_force(), child=child, person=grant.person, kind=Kind.BREAK_GLASS).first()
    return broken.until if broken else None


@action("children.break_glass", Permission.BREAK_GLASS)
def _break(grant: Grant, child: uuid.UUID, place: int, purpose: str) -> Share:
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
        parts=list(USUAL[Kind.BREAK_GLASS]),
        given_at=now,
        given_by=grant.person,
        until=now + timedelta(longest(Kind.BREAK_GLASS, clock.today())),
    )


def _find(number: str) -> tuple[uuid.UUID, int] | None:
    """(child, place) of a whole number, in scope or not."""
    if number.upper().startswith("HT"):
        numbered = query.rows("SELECT child, place FROM child_numbered(%s)", [number.upper()])
        return (numbered[0][0], numbered[0][1]) if numbered else None
    whole = read_id_number(number).number
    found = identity.find([whole]).get(whole) if whole else None
    return (found.child, found.place) if found else None


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
