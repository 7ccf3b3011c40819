"""What the other end may read: the summary while it decides, and where a floating child comes from, later (Share)."""

from dataclasses import replace

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Share
from hutong.accounts.permissions import Permission
from hutong.accounts.shares import CATEGORIES, in_force
from hutong.children.models import Child
from hutong.places.codes import Level, at_level
from hutong.sharing import actions as sharing
from hutong.transfers.models import Move
from hutong.workforce.organisations.actions import unit

# Enough to know whether this child has come; the file itself opens on receipt.
SUMMARY = ("child", "carer", "schooling", CATEGORIES)


def offer(grant: Grant, move: Move, child: Child) -> None:
    """While a move waits, its other end reads the summary. A claim offers nothing: the claimed end did not ask."""
    if move.kind == Move.Kind.HANDOVER:
        office = unit(grant, move.to_place)
        sharing.give(grant, child, office, kind=Share.Kind.MOVE, purpose=f"迁移接收：{move.reason}", parts=SUMMARY)


def close(wider: Grant, move: Move, asked_to: int, why: str) -> None:
    """The answer ends that reading. wider: a grant that reaches both ends."""
    for share in plain(Share).filter(in_force(), child=move.child_id, kind=Share.Kind.MOVE, to_place=asked_to):  # type: ignore[attr-defined]  # django-types
        sharing.end(wider, share, why)


def keep_hukou(wider: Grant, move: Move, child: Child) -> None:
    """A floating child stays known where it is registered: that county goes on reading (both ends agreed to it)."""
    both = replace(wider, permissions=wider.permissions | {Permission.SHARE_WRITE})
    office = unit(both, at_level(move.place, Level.COUNTY))
    sharing.give(both, child, office, kind=Share.Kind.HUKOU, purpose="流动儿童，户籍地继续了解情况")
