"""The year before today, month by month."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from hutong.children.age import birthday
from hutong.ground.clock import SHANGHAI


class Month(NamedTuple):
    """Days from first to last, both included."""

    first: date
    last: date

    def day(self, rng: Random) -> date:
        """Any of its days."""
        return self.first + timedelta(rng.randrange((self.last - self.first).days + 1))


def year_before(today: date) -> list[Month]:
    """Calendar months from a year ago to yesterday; the first and the last may be parts of months."""
    first, end = birthday(today, -1), today - timedelta(1)
    months = []
    while first <= end:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        months.append(Month(first, min(end, following - timedelta(1))))
        first = following
    return months


def office_hour(rng: Random, day: date) -> datetime:
    """A moment of a working day, so that not all is written at noon."""
    return datetime.combine(day, time(rng.randrange(8, 17), rng.randrange(60)), SHANGHAI)
