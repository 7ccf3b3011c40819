"""Python reads this first in every process that a moved suite starts (PYTHONPATH, tests/day.py): its clock runs, moved as the suite's."""

import os
from datetime import UTC, datetime, timedelta

from hutong.ground import clock

SHIFT = timedelta(seconds=float(os.environ["HUTONG_TEST_SHIFT"]))
clock.wall = lambda: datetime.now(UTC) + SHIFT
