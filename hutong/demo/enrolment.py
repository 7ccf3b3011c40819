"""When each child was registered: most with their township's first ledger, some as they were found."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hutong.accounts import scope
from hutong.children.actions import register
from hutong.children.age import age, birthday
from hutong.config import clock
from hutong.demo.child import Invented
from hutong.demo.grants import Grants
from hutong.demo.months import Month, office_hour
from hutong.demo.villages import SEED

# Townships brought in their ledgers one after the other, within so many days; so many of a hundred came to light later.
WAVE = 50
FOUND_LATER = 0.09
# A birth is known to the village after so many days.
KNOWN_AFTER = 30


def days(children: list[Invented], months: list[Month]) -> dict[date, list[Invented]]:
    """The day of registration → the children registered on it."""
    start, end = months[0].first, months[-1].last
    found: dict[date, list[Invented]] = defaultdict(list)
    for child in children:
        found[_day(child, start, end)].append(child)
    return found


def _day(child: Invented, start: date, end: date) -> date:
    rng = Random(f"{SEED}-found-{child.file.child['address']}-{child.birth}")
    if age(child.birth, end) in (16, 18):
        # Who was still of age a year ago and is not any more.
        return start
    first = start + timedelta(Random(f"{SEED}-wave-{child.village.township_code}").randrange(WAVE))
    if rng.random() < FOUND_LATER:
        first += timedelta(rng.randrange(0, (end - first).days - 4, 5))
    return min(max(first, child.birth + timedelta(KNOWN_AFTER)), end)


def enrol(grants: Grants, registered: dict[date, list[Invented]], month: Month) -> None:
    """Open the files of a month's new children, each township's on its day, by its supervisor."""
    for day in sorted(day for day in registered if month.first <= day <= month.last):
        rng = Random(f"{SEED}-hour-{day}")
        for township, children in _by_township(registered[day]):
            with clock.at(office_hour(rng, day)), scope.within(grants.of(township)) as grant:
                register(grant, [child.file for child in children], on=day)


def _by_township(children: list[Invented]) -> Iterator[tuple[int, list[Invented]]]:
    found: dict[int, list[Invented]] = defaultdict(list)
    for child in children:
        found[child.village.township_code].append(child)
    yield from sorted(found.items())


def comes_of_age(child: Invented) -> date:
    """The eighteenth birthday."""
    return birthday(child.birth, 18)
