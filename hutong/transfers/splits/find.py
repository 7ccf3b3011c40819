"""Divided villages, and which of their children nobody has assigned yet."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from hutong.accounts.grants import Grant
from hutong.children.models import Child
from hutong.ground import clock
from hutong.places import history
from hutong.places.models import Change
from hutong.transfers.models import Placing

# A finished list stays for a while, so that a mistake can be taken back.
KEPT = timedelta(days=60)


@dataclass(frozen=True)
class Split:
    """A division by today's codes. village: what was divided; part: the new village."""

    id: uuid.UUID
    village: int
    part: int
    name: str
    on: date
    document: str

    @property
    def parts(self) -> tuple[int, int]:
        return self.village, self.part


def one(grant: Grant, key: uuid.UUID) -> Split | None:
    """A division whose old village lies in the grant's places."""
    return next(iter(_seen(grant, Change.objects.filter(pk=key, kind=Change.Kind.SPLIT))), None)


def open_(grant: Grant) -> list[Split]:
    """Divisions that still have children to assign, or had lately; the newest first."""
    found = _seen(grant, Change.objects.filter(kind=Change.Kind.SPLIT).order_by("-done_at"))
    recent = clock.today() - KEPT
    return [split for split in found if split.on >= recent or left(grant, split).exists()]


def _seen(grant: Grant, changes: Iterable[Change]) -> list[Split]:
    found = [
        Split(
            one.pk,
            history.current_code(one.code),
            history.current_code(one.new_code),
            one.name,
            one.done_on,
            one.document,
        )
        for one in changes
    ]
    return [split for split in found if grant.covers(split.village)]


def left(grant: Grant, split: Split) -> QuerySet[Child]:
    """Children of the divided village whom nobody has assigned; who was registered later was registered where they live."""
    placed = Placing.objects.within(grant).filter(split=split.id, child=OuterRef("pk"))
    return Child.objects.within(grant).filter(
        ~Exists(placed), place=split.village, exited_on=None, registered_on__lte=split.on
    )


def placed(grant: Grant, split: Split) -> QuerySet[Placing]:
    """Assignments of a division, the latest first."""
    return Placing.objects.within(grant).filter(split=split.id).order_by("-id")
