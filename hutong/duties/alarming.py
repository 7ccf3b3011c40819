"""What climbed is news for those whom it climbed to: once a day and place, whatever number of rounds."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.alarms.actions import held, held_at, raise_for
from hutong.alarms.models import Kind
from hutong.duties import climbing
from hutong.duties.climbing import Reached
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.places.codes import Level, at_level, level_of

CLIMBED = uuid.UUID("0c5b7a0e-3f3c-4a55-9a52-6f6d1f0f7b11")


def start() -> None:
    """Be told of every step."""
    climbing.tell(alarm)


def alarm(reached: Sequence[Reached]) -> None:
    """Alarm the posts of the level that is told. Of a closed matter those alone who were named, in the house and not outside:
    a channel may have more readers."""
    # Not even the system sees a closed matter.
    places = dict(plain(Duty).filter(pk__in=[one.duty for one in reached]).values_list("pk", "place"))
    told = {at_level(places[one.duty], one.level) for one in reached if one.duty in places}
    for place in sorted(told):
        role = Role.SUPERVISOR if level_of(place) == Level.TOWNSHIP else Role.CIVIL_AFFAIRS
        raise_for(held_at(place, [role]), Kind.OVERDUE, uuid.uuid5(CLIMBED, f"{place} {clock.today()}"))
    for one in reached:
        matter = uuid.uuid5(CLIMBED, f"{one.duty} {one.step}")
        raise_for(held(one.named), Kind.OVERDUE, matter, leaves=False)
