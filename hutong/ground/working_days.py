"""Which days are worked: what the library knows of China's holidays, and over it policy/national/working-days.csv, which an
official edits. A year is confirmed once the table names the State Council's notice of it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "policy" / "national" / "working-days.csv"
# Before 1992 the clocks of China were put forward in summer; for later years nobody has reckoned the lunar calendar.
FIRST, LAST = date(1992, 1, 1), date(2099, 12, 31)
NOTICE, WORK, REST = "公布", "上班", "休息"
MARKS = {"✔": "seen", "◐": "reported", "设计": "design"}


class WorkingDaysError(ValueError):
    """A row of the table cannot be read; the sentence names it."""


@dataclass(frozen=True)
class Calendar:
    """exceptions: whether a day is worked, for those that differ from their weekday; confirmed: years with a notice."""

    exceptions: Mapping[date, bool]
    confirmed: frozenset[int]

    def works(self, day: date) -> bool:
        """Whether a civil day is a working day; in an unconfirmed year as far as the law alone says."""
        return self.exceptions.get(day, day.isoweekday() < 6)

    def between(self, since: date, until: date) -> int:
        """How many working days there are after one day, up to and with another."""
        return sum(self.works(since + timedelta(n)) for n in range(1, (until - since).days + 1))


@cache
def calendar() -> Calendar:
    """The calendar in force, read once a process. Raises WorkingDaysError."""
    return read(FILE)


def read(path: Path) -> Calendar:
    """The library's days under those of a table; of two rows about one day the later stands. Raises WorkingDaysError."""
    exceptions, confirmed = _known(), set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                day, kind = _row(row)
            except (KeyError, AttributeError, ValueError) as error:
                raise WorkingDaysError(f"{path.name} 第 {number} 行读不懂：{error}") from error
            if kind == NOTICE:
                confirmed.add(day.year)
            else:
                exceptions[day] = kind == WORK
    return Calendar(exceptions, frozenset(confirmed))


def _row(row: dict[str, str]) -> tuple[date, str]:
    day, kind = date.fromisoformat(row["日期"].strip()), row["类别"].strip()
    if not FIRST <= day <= LAST:
        raise ValueError(f"日期应在 {FIRST.year} 年至 {LAST.year} 年之间")
    if kind not in (NOTICE, WORK, REST):
        raise ValueError(f"类别应为“{NOTICE}”“{WORK}”或“{REST}”，不是“{kind}”")
    if row["标注"].strip() not in MARKS:
        raise ValueError(f"标注应为“{'”“'.join(MARKS)}”之一")
    if not row["依据"].strip():
        raise ValueError("没有写依据")
    return day, kind


def _known() -> dict[date, bool]:
    # A fifth of a second, paid where a calendar is asked for and not at every start.
    import holidays

    years = range(FIRST.year, LAST.year + 1)
    china = holidays.country_holidays("CN", years=years)
    worked = {day: True for day in china.weekend_workdays if FIRST <= day <= LAST}
    return dict.fromkeys(china, False) | worked
