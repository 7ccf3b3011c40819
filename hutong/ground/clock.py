"""The one source of "now" and "today"; tests and the demo world set it, SQL receives it as a parameter."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _fixed.get() or wall()


def wall() -> datetime:
    """The machine's own moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The civil day in Asia/Shanghai, on which every due date and age is reckoned."""
    return now().astimezone(SHANGHAI).date()


def on(moment: datetime) -> date:
    """The civil day of a moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Set the clock inside the block; a bare date means noon in Shanghai."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=SHANGHAI)
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
