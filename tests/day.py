"""The day on which the suite lives. Nothing in a test mixes the day of the run with a fixed one: `clock.now()` is this moment.

To run it at another: HUTONG_TEST_NOW=2028-02-29T09:00+08:00 ./test (an instant with its offset, or one of the names
below). Only tests read the switch. Whatever has to agree with a clock that nobody here can set (a server's own process,
its worker, a browser) stands under `real()` and says so.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from hutong.config import clock

SWITCH = "HUTONG_TEST_NOW"
USUAL = datetime(2026, 11, 24, 10, tzinfo=clock.SHANGHAI)
# Days on which calendars break: one of them each run of CI, all of them within a week (.ci/run).
ODD = {
    "far": USUAL + timedelta(97),
    "leap-day": datetime(2028, 2, 29, 9, tzinfo=clock.SHANGHAI),
    "last-minutes": datetime(2027, 12, 31, 23, 50, tzinfo=clock.SHANGHAI),
    "new-year": datetime(2028, 1, 1, 8, 30, tzinfo=clock.SHANGHAI),
    # In Shanghai it is tomorrow already.
    "evening-utc": datetime(2026, 12, 9, 2, 15, tzinfo=clock.SHANGHAI),
}
# The cast holds its posts since long before any day that a test names.
APPOINTED = date(2020, 9, 1)


def chosen() -> datetime:
    """The suite's moment, with its offset. Raises ValueError in words when the switch cannot be read."""
    wanted = os.environ.get(SWITCH, "")
    if not wanted:
        return USUAL
    moment = ODD.get(wanted) or datetime.fromisoformat(wanted)
    if moment.tzinfo is None:
        raise ValueError(
            f"{SWITCH}={wanted}: an instant needs its offset, as 2028-02-29T09:00+08:00; or {', '.join(ODD)}"
        )
    return moment


def odd_of(day: date) -> str:
    """The odd day whose turn it is: by the day of the year, so that five days in a row meet all five."""
    return list(ODD)[day.timetuple().tm_yday % len(ODD)]


_wall = clock.wall
NOW = chosen()


def settle() -> None:
    """From here on the clock stands at the suite's moment, in every thread of this process."""
    clock.wall = lambda: NOW.astimezone(UTC)


@contextmanager
def real() -> Iterator[None]:
    """Inside, the clock of the machine: for tests with a server, a worker or a browser of their own beside them."""
    stood, clock.wall = clock.wall, _wall
    try:
        yield
    finally:
        clock.wall = stood
