"""What is shared with a post: the one access beyond the place (design.md, wall 4). Giving it is children/sharing."""

import uuid

from django.db.models import Q, QuerySet

from hutong.accounts.managers import plain
from hutong.accounts.models import Share
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant, open_by_share
from hutong.config import clock

# Beside the groups of the file (children.groups): what else of it a share may open. Sealed facts it never does.
CATEGORIES, VISITS, HISTORY, NUMBERS = "categories", "visits", "history", "numbers"
FURTHER = {CATEGORIES: "类别", VISITS: "走访记录和风险", HISTORY: "变更记录", NUMBERS: "完整号码（证件、电话）"}


def in_force() -> Q:
    """Shares that are neither ended nor past their time."""
    now = clock.now()
    return Q(ended_at=None, given_at__lte=now, until__gt=now)


def live(grant: Grant) -> QuerySet[Share]:
    """Shares in force today that this grant may open: of its organisations, of units in its jurisdiction, its own."""
    to_me = Q(organisation__in=grant.organisations) | Q(person=grant.person, kind=Share.Kind.BREAK_GLASS)
    for low, high in grant.bounds:
        to_me |= Q(to_place__gte=low, to_place__lt=high, person=None)
    # A broken glass is one officer's, whatever the organisation.
    return plain(Share).filter(to_me, in_force()).exclude(~Q(person=grant.person), kind=Share.Kind.BREAK_GLASS)


def of_child(grant: Grant, child: uuid.UUID) -> Share | None:
    """The live share that opens a child for a grant: the one with the most parts, of those the one that lasts longest."""
    found = live(grant).filter(child=child).select_related("organisation")
    return max(found, key=lambda share: (len(share.parts), share.until), default=None)


def opening(grant: Grant, share: Share) -> Grant:
    """The grant over the shared child alone; from here on the transaction reads nothing else (RLS)."""
    open_by_share(share.child)
    left = {Permission.SIGNED_IN, Permission.CHILD_OPEN, Permission.CHILD_READ}
    return grant.over(share.child, share.parts, frozenset(left | _unmasking(share)))


def _unmasking(share: Share) -> set[Permission]:
    return {Permission.CHILD_UNMASK} if NUMBERS in share.parts else set()
