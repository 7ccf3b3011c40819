"""Whose file an operation means by now: the child may have moved, or its file been merged into another."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import alias
from hutong.children.models import Child
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.sync.registry import Unsuitable

ELSEWHERE = "这个孩子的档案已不在您的村（社区）。"


def locked(grant: Grant, key: uuid.UUID) -> Child:
    """The child in the grant's scope, locked. Raises Unsuitable: elsewhere and nowhere are told the same."""
    if child := _locked(grant, key):
        return child
    raise Unsuitable(ELSEWHERE)


def here(grant: Grant, keys: Collection[uuid.UUID]) -> list[Child]:
    """Those of some children that live in the grant's scope, locked. Raises Unsuitable unless all do."""
    found = list(Child.objects.within(grant).select_for_update().filter(pk__in=keys).order_by("pk"))
    if len(found) < len(keys):
        raise Unsuitable(ELSEWHERE)
    return found


def _locked(grant: Grant, key: uuid.UUID) -> Child | None:
    return Child.objects.within(grant).select_for_update().filter(alias.meant(grant, key)).first()


@contextmanager
def followed(grant: Grant, key: uuid.UUID, day: date) -> Iterator[tuple[Grant, Child]]:
    """The child where it lives now, for what was seen of it on a day when it still lived here. Raises Unsuitable."""
    if child := _locked(grant, key):
        yield grant, child
        return
    left, place = _left_on(key), home(key)
    if left is None or place is None or day > left:
        raise Unsuitable(ELSEWHERE)
    with context.reaching(grant, place) as wider:
        yield wider, locked(wider, key)


def home(key: uuid.UUID) -> int | None:
    """Where a child lives, wherever that is: for the system's own use, never for an answer."""
    with context.everywhere():
        known = plain(Child).filter(pk=alias.current(grants.system(), key))
        return known.values_list("place", flat=True).first()


def _left_on(key: uuid.UUID) -> date | None:
    """The day on which a child left the places of the present context, out of their own journal."""
    left = plain(Entry).filter(child=key, record=key, sealed=False, changes__moved="left").order_by("-at")
    moment = left.values_list("at", flat=True).first()
    return moment.astimezone(clock.SHANGHAI).date() if moment else None
