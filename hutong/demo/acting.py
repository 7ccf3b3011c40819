"""Somebody of the cast does something on a day in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from hutong.accounts import context, held, people
from hutong.accounts.grants import Grant
from hutong.ground import clock
from hutong.ground.clock import SHANGHAI


def grant_of(staff_number: str) -> Grant:
    """The grant that a member of the cast acts under."""
    person = people.called(staff_number)
    grant = held.grant_of(person) if person else None
    if grant is None:
        raise LookupError(f"{staff_number} has no post")
    return grant


def moment(today: date, days: int, hour: int = 9, minute: int = 30) -> datetime:
    """A time of the day that was so many days ago."""
    return datetime.combine(today - timedelta(days), time(hour, minute), SHANGHAI)


@contextmanager
def acting(staff_number: str, at: datetime) -> Iterator[Grant]:
    """Inside, the person acts at that time."""
    with clock.at(at), context.within(grant_of(staff_number)) as grant:
        yield grant
