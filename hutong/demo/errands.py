"""What directors get done of what is due: mostly in time, some late, some not; nothing where there is no director."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Protocol

from hutong.accounts import context, grants
from hutong.demo.child import Invented
from hutong.demo.months import Month
from hutong.demo.staff import Staff
from hutong.duties.models import Duty

# Duties are taken up from so many days before they are due.
AHEAD = 21
# Whoever let a duty pass its day takes it up less surely; a supervisor rarely goes in a director's place.
CATCHING_UP, BY_SUPERVISOR = 0.8, 0.1
SOONER, SPREAD = -9, 6


class Somebody(Protocol):
    """Whoever goes."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Errand:
    """One duty discharged: by whom, on which day."""

    child: Invented
    rule: str
    on: date
    by: Somebody


def errands(rng: Random, month: Month, staff: Staff, children: dict[uuid.UUID, Invented]) -> list[Errand]:
    """What is done in a month."""
    drawn = (_errand(rng, duty, month, staff, children[duty.subject]) for duty in _open(month))
    return [errand for errand in drawn if errand]


def by_unit(found: list[Errand]) -> dict[int, list[Errand]]:
    """The same, by county or 管委会."""
    return _grouped(found, lambda errand: errand.child.village.unit)


def by_township(found: list[Errand]) -> dict[int, list[Errand]]:
    """The same, by township."""
    return _grouped(found, lambda errand: errand.child.village.township_code)


def _grouped(found: list[Errand], place: Callable[[Errand], int]) -> dict[int, list[Errand]]:
    groups: dict[int, list[Errand]] = defaultdict(list)
    for errand in found:
        groups[place(errand)].append(errand)
    return groups


def _open(month: Month) -> list[Duty]:
    with context.within(grants.system()) as grant:
        rows = Duty.objects.within(grant).filter(
            ending="", rule__in=("visit", "file"), due__lte=month.last + timedelta(AHEAD)
        )
        # By place and due date, not by id, which differs from one world to the next.
        return sorted(rows, key=lambda duty: (duty.place, duty.due, duty.rule))


def _errand(rng: Random, duty: Duty, month: Month, staff: Staff, child: Invented) -> Errand | None:
    director = staff.director(duty.place, month.last)
    by = director or staff.supervisor(child.village.township_code)
    sure = child.village.diligence if director else BY_SUPERVISOR
    on = drawn(rng, duty.owed_since, duty.due, month, sure)
    return Errand(child, duty.rule, on, by) if on and by else None


def drawn(rng: Random, since: date, due: date, month: Month, sure: float) -> date | None:
    """On which day of a month a duty is taken up, if it is; sure: how surely whoever holds the post does it."""
    overdue = due < month.first
    done = rng.random() < sure * (CATCHING_UP if overdue else 1)
    on = month.day(rng) if overdue else due + timedelta(round(rng.gauss(SOONER, SPREAD)))
    on = max(on, month.first, since + timedelta(2))
    return on if done and on <= month.last else None
