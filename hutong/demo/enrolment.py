"""When each child was registered: most with their township's first ledger, some as they were found."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from hutong.accounts import context
from hutong.children.actions import register
from hutong.children.age import age, birthday
from hutong.demo.child import Invented
from hutong.demo.grants import Grants
from hutong.demo.months import Month, office_hour
from hutong.demo.villages import SEED
from hutong.ground import clock

# A unit's townships handed in their first ledgers on three days; so many of a hundred children came to light later.
WAVES = (0, 18, 40)
FOUND_LATER = 0.09
# New children are added once in so many days.
ROUND = 30
# A birth is known to the village after so many days.
KNOWN_AFTER = 30


Plan = dict[tuple[date, int], list[Invented]]


def plan(children: list[Invented], months: list[Month]) -> Plan:
    """(day of registration, unit) → the children registered on it."""
    start, end = months[0].first, months[-1].last
    found: Plan = defaultdict(list)
    for child in children:
        found[day_of(child, start, end), child.village.unit].append(child)
    return found


def day_of(child: Invented, start: date, end: date) -> date:
    """The day on which a child was registered, from the first of a year to the last."""
    rng = Random(f"{SEED}-found-{child.file.child['address']}-{child.birth}")
    if age(child.birth, end) in (16, 18):
        # Who was still of age a year ago and is not any more.
        return start
    first = start + timedelta(Random(f"{SEED}-wave-{child.village.township_code}").choice(WAVES))
    known = max(first, child.birth + timedelta(KNOWN_AFTER))
    rounds = -(-(known - first).days // ROUND)
    if rng.random() < FOUND_LATER:
        rounds = rng.randrange(rounds, (end - first).days // ROUND + 1)
    return min(first + timedelta(rounds * ROUND), end)


def enrol(grants: Grants, registered: Plan, month: Month) -> None:
    """Open the files of a month's new children, by the bureau of their unit."""
    for day, unit in sorted(registered):
        if month.first <= day <= month.last:
            moment = office_hour(Random(f"{SEED}-hour-{day}"), day)
            with clock.at(moment), context.within(grants.of_unit(unit)) as grant:
                register(grant, [child.file for child in registered[day, unit]], on=day)


def comes_of_age(child: Invented) -> date:
    """The eighteenth birthday."""
    return birthday(child.birth, 18)
