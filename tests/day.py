"""The day on which the suite lives. Nothing in a test mixes the day of the run with a fixed one: `clock.now()` is this moment.

To run it at another: HUTONG_TEST_NOW=leap-day ./test, by one of the names below or as an instant with its offset
(2028-02-29T09:00+08:00). Only tests read the switch. What has servers, workers and browsers beside it needs a clock that
runs: it stands under `real()`, the machine's own, which the switch moves too, and the processes it starts with it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hutong.ground import clock

SWITCH = "HUTONG_TEST_NOW"
USUAL = datetime(2026, 11, 24, 10, tzinfo=clock.SHANGHAI)
# Days on which calendars break; .ci/run takes one a day, so that each is met within a week.
ODD = {
    "far": USUAL + timedelta(97),
    "leap-day": datetime(2028, 2, 29, 9, tzinfo=clock.SHANGHAI),
    "last-minutes": datetime(2027, 12, 31, 23, 50, tzinfo=clock.SHANGHAI),
    "new-year": datetime(2028, 1, 1, 8, 30, tzinfo=clock.SHANGHAI),
    # In Shanghai it is tomorrow already.
    "evening-utc": datetime(2026, 12, 8, 18, 15, tzinfo=UTC),
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
        raise ValueError(f"{SWITCH}={wanted}: as 2028-02-29T09:00+08:00, with its offset, or one of {', '.join(ODD)}")
    return moment


def odd_on(day: date) -> str:
    """The odd day whose turn it is: five days in a row meet all five."""
    return list(ODD)[day.timetuple().tm_yday % len(ODD)]


NOW = chosen().astimezone(UTC)
SHIFT = NOW - datetime.now(UTC) if os.environ.get(SWITCH) else timedelta()


def settle() -> None:
    """From here on the clock stands at the suite's moment, in every thread of this process; in those it starts it runs."""
    clock.wall = lambda: NOW
    if SHIFT:
        os.environ["HUTONG_TEST_SHIFT"] = str(SHIFT.total_seconds())
        os.environ["PYTHONPATH"] = str(Path(__file__).parent / "moved")


@contextmanager
def real() -> Iterator[None]:
    """Inside, a clock that runs: the machine's, moved by the switch. For tests with servers or browsers beside them."""
    stood, clock.wall = clock.wall, lambda: datetime.now(UTC) + SHIFT
    try:
        yield
    finally:
        clock.wall = stood


if __name__ == "__main__":
    print(odd_on(clock.today()))
