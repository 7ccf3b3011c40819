"""Who came and who left, for the monthly comparison (A2-3): counts over the moves themselves."""

from datetime import date

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.transfers.models import Move
from hutong.transfers.models.move import side


def between(grant: Grant, first: date, following: date) -> tuple[QuerySet[Move], QuerySet[Move]]:
    """Moves in a half-open span of days that brought a child into the grant's places, and that took one out of them.

    A move inside the places is neither.
    """
    done = Move.objects.within(grant).filter(
        status=Move.Status.ACCEPTED, decided_on__gte=first, decided_on__lt=following
    )
    into, out = side(grant, "to_place"), side(grant, "place")
    return done.filter(into & ~out), done.filter(out & ~into)
