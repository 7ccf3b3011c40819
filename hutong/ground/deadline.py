"""When something is due: so many minutes, hours, days, working days or months after a moment; pure.

The day of the start does not count, and a deadline in days ends with its last day (民法典 200–202). A last day that is a
holiday is not moved. hutong_due and hutong_due_at (journal/sql/clocks.sql) say the same of sets.
"""

import calendar as months
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

from hutong.ground import clock
from hutong.ground.working_days import FIRST, LAST, Calendar

BEIJING = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
# More minutes than there are until LAST; more could not be added without an overflow.
MOST = 60_000_000


class Unit(StrEnum):
    """What a clock counts."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


EXACT = (Unit.MINUTE, Unit.HOUR)
LABELS = {Unit.MINUTE: "分钟", Unit.HOUR: "小时", Unit.DAY: "天", Unit.WORKING_DAY: "工作日", Unit.MONTH: "月"}


class DeadlineError(ValueError):
    """A deadline that cannot be reckoned; the sentence says why."""


@dataclass(frozen=True)
class Due:
    """at: the moment from which it is overdue, in UTC. last: the day with which it ends; None for minutes and hours.
    confirmed: False where it was counted over days of a year whose holidays nobody has announced."""

    at: datetime
    last: date | None
    confirmed: bool

    @property
    def text(self) -> str:
        """The moment as it is said: of a last day its 24th hour."""
        return f"{self.last}T24:00:00+08:00" if self.last else self.at.astimezone(BEIJING).isoformat()


def due(since: datetime, amount: int, unit: Unit, calendar: Calendar) -> Due:
    """When it is due, reckoned from an aware moment; amount at least 1. Raises DeadlineError."""
    if since.tzinfo is None:
        raise DeadlineError("起算时间要写明时区，例如 2026-09-30T16:00:00+08:00。")
    _check(amount)
    _inside(since)
    if unit in EXACT:
        at = since.astimezone(UTC) + amount * (timedelta(minutes=1) if unit is Unit.MINUTE else timedelta(hours=1))
        _inside(at)
        return Due(at, None, True)
    start = clock.on(since)
    last = last_day(start, amount, unit, calendar)
    at = datetime.combine(last + DAY, time(), clock.SHANGHAI).astimezone(UTC)
    return Due(at, last, unit is not Unit.WORKING_DAY or confirmed(start, last, calendar))


def last_day(start: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The last day of a deadline in days, working days or months, reckoned from a civil day. Raises DeadlineError."""
    _check(amount)
    if unit is Unit.MONTH:
        return _months_on(start, amount)
    if unit is Unit.WORKING_DAY:
        return _working_days_on(start, amount, calendar)
    if (LAST - start).days < amount:
        raise _beyond()
    return start + timedelta(amount)


def confirmed(start: date, last: date, calendar: Calendar) -> bool:
    """Whether the holidays of all years are announced that the days after `start` up to `last` lie in."""
    return set(range((start + DAY).year, last.year + 1)) <= calendar.confirmed


def _months_on(start: date, amount: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    if year > LAST.year:
        raise _beyond()
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def _working_days_on(start: date, amount: int, calendar: Calendar) -> date:
    day = start
    while amount:
        if day >= LAST:
            raise _beyond()
        day += DAY
        amount -= calendar.works(day)
    return day


def _check(amount: int) -> None:
    if amount < 1:
        raise DeadlineError("数量要是 1 或更大的整数。")
    if amount > MOST:
        raise _beyond()


def _inside(moment: datetime) -> None:
    try:
        day = clock.on(moment)
    except OverflowError as wrong:
        raise _beyond() from wrong
    if not FIRST <= day <= LAST:
        raise _beyond()


def _beyond() -> DeadlineError:
    return DeadlineError(f"只能推算 {FIRST.year} 年至 {LAST.year} 年的期限。")
