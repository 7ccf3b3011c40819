"""Which life of the database this is, and up to when a backup holds it: what phones must know to lose nothing."""

import uuid
from datetime import datetime

from hutong.ground import clock
from hutong.sync.models import Epoch

# The application only reads this row.
OWNER = "owner"


def begin(covered: datetime) -> None:
    """Another life begins, after a restore: every phone compares all, and sends again what the backup had not.

    covered: when the backup was made, which did not know yet that it would be one.
    """
    Epoch.objects.using(OWNER).filter(pk=1).update(value=str(uuid.uuid4()), since=clock.now(), covered_to=covered)


def cover(until: datetime) -> None:
    """A backup holds what was acknowledged up to then; phones may forget it."""
    Epoch.objects.using(OWNER).filter(pk=1).update(covered_to=until)


def covered() -> datetime | None:
    """Up to when; None where no backup was ever made."""
    return Epoch.objects.values_list("covered_to", flat=True).get(pk=1)
