"""Old names of merged files: an old id or an old 护童编号 leads to the file that stayed, in scope only."""

import uuid

from django.db.models import Q, Subquery

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Alias


def current(grant: Grant, child: uuid.UUID) -> uuid.UUID:
    """The id of the file that an id means today: itself, or the file it was merged into where the grant covers that."""
    found = Alias.objects.within(grant).filter(pk=child).values_list("child_id", flat=True).first()
    return found or child


def meant(grant: Grant, child: uuid.UUID) -> Q:
    """`current` as a condition on children: the file itself, or the one it was merged into, for then it is none any more.

    Not COALESCE of the two, which row-level security takes for a function that might tell what it sees, and therefore
    asks of every child of the place by itself.
    """
    return Q(pk=child) | Q(pk=Subquery(Alias.objects.within(grant).filter(pk=child).values("child_id")))


def numbered(grant: Grant, number: str) -> uuid.UUID | None:
    """The file that stayed of a merged one's 护童编号; None where there is no such in scope."""
    return Alias.objects.within(grant).filter(number=number).values_list("child_id", flat=True).first()


def olds(child: uuid.UUID) -> list[uuid.UUID]:
    """Ids of the files that were merged into one already found in scope, so that its history holds theirs."""
    return list(plain(Alias).filter(child=child).values_list("pk", flat=True))
