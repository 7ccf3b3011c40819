"""What a packet is to those who watch over files: an export. So many a day, and each in the log of looks."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.limits import Limit
from hutong.ground import clock, figures
from hutong.journal.actions import looked
from hutong.places.codes import Level, at_level

DAY = 24 * 60


def counted(grant: Grant, place: int) -> None:
    """Count one more file that leaves, for the officer and for the child's county (policy/national/packet-limits.csv).

    Raises Problem 429 when either has used up its day."""
    most = figures.of("packet-limits.csv", clock.today())
    for rule, who in (("person", f"account:{grant.person}"), ("county", f"place:{at_level(place, Level.COUNTY)}")):
        limit = Limit("packets", most[rule], DAY, "向系统外转出档案")
        if not limit.take(who, limit.most):
            raise limit.refused()


def logged(grant: Grant, place: int, child: uuid.UUID, purpose: str, *, sealed: bool = False) -> None:
    """Write it into the log of looks: an export, with full numbers, and of sealed facts where they go along."""
    for kind in ("export", "unmask", *(["sealed"] if sealed else [])):
        looked(grant, kind, place, child, purpose[:200])
