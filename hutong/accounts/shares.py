"""What is shared with a post: the one access beyond the place (design.md, wall 4). Giving it is hutong/sharing."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet

from hutong.accounts.context import open_by_share
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Share
from hutong.accounts.permissions import Permission
from hutong.ground import clock

# Beside the groups of the file (children.groups): what else of it a share may open. Sealed facts it never does.
WHERE, CATEGORIES, VISITS, HISTORY, NUMBERS = "where", "categories", "visits", "history", "numbers"
FURTHER = {
    WHERE: "住址、学校、去向",
    CATEGORIES: "类别",
    VISITS: "走访记录和风险",
    HISTORY: "变更记录",
    NUMBERS: "完整号码（证件、电话）",
}


def in_force() -> Q:
    """Shares that are neither ended nor past their time."""
    now = clock.now()
    return Q(ended_at=None, given_at__lte=now, until__gt=now)


def live(grant: Grant) -> QuerySet[Share]:
    """Shares in force today that this grant may open: of its organisations, of units in its jurisdiction, its own."""
    to_me = Q(organisation__in=grant.organisations) | Q(person=grant.person, kind=Share.Kind.BREAK_GLASS)
    for low, high in grant.bounds:
        to_me |= Q(to_place__gte=low, to_place__lt=high, person=None)
    # A broken glass is one officer's, whatever the organisation; and whom somebody must avoid no share opens.
    mine = plain(Share).filter(to_me, in_force()).exclude(child__in=grant.avoids)
    return mine.exclude(~Q(person=grant.person), kind=Share.Kind.BREAK_GLASS)


def of_child(grant: Grant, child: uuid.UUID) -> list[Share]:
    """The live shares that open one child for a grant, the one that opens most first."""
    found = live(grant).filter(child=child).select_related("organisation")
    return sorted(found, key=lambda share: (-len(share.parts), -share.until.timestamp()))


def opening(grant: Grant, found: Sequence[Share]) -> Grant:
    """The grant over one shared child alone; from here on the transaction reads nothing else (RLS)."""
    child, parts = found[0].child, {part for share in found for part in share.parts}
    open_by_share(child)
    left = {Permission.SIGNED_IN, Permission.CHILD_OPEN, Permission.CHILD_READ, Permission.PRINT}
    if NUMBERS in parts:
        left.add(Permission.CHILD_UNMASK)
    return grant.over(child, sorted(parts), frozenset(left))


def without(grant: Grant, parts: Collection[str]) -> Grant:
    """The grant over one child with some parts taken back."""
    kept = grant.parts.difference(parts)
    permissions = grant.permissions if NUMBERS in kept else grant.permissions - {Permission.CHILD_UNMASK}
    return replace(grant, parts=kept, permissions=permissions)
