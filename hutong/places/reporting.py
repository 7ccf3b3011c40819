"""Where the reporting tree leaves the national code tree, read from data/reporting.csv (design.md, wall 1).

A row with a statistical code moves that unit and all below it; a row without one adds a unit that list lacks.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from hutong.places.codes import LABELS, interval, level_of
from hutong.places.data import folder


class BadRow(ValueError):
    """A row of the file that cannot be read; the message names the line in Chinese."""


@dataclass(frozen=True)
class Departure:
    """One row: which national unit reports under which code, from which day until which (exclusive)."""

    statistical_code: int | None
    code: int
    name: str
    level: int
    since: date
    until: date | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether the row is in force on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """The national codes it moves; none when it only adds a unit."""
        return interval(self.statistical_code) if self.statistical_code else (0, 0)

    def moves(self, statistical_code: int) -> bool:
        """Whether the unit, or one above it, is moved by this row."""
        low, high = self.bounds
        return low <= statistical_code < high


@cache
def departures() -> tuple[Departure, ...]:
    """All rows of the file; raises BadRow with file, line and reason."""
    path = folder() / "reporting.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(number, row) for number, row in enumerate(csv.DictReader(file), 2))


def _row(number: int, row: dict[str, str]) -> Departure:
    try:
        found = Departure(
            statistical_code=int(row["统计代码"]) if row["统计代码"] else None,
            code=int(row["填报代码"]),
            name=row["名称"],
            level=LABELS.index(row["级别"]) + 1,
            since=date.fromisoformat(row["启用"]),
            until=date.fromisoformat(row["停用"]) if row["停用"] else None,
            source=row["依据"],
        )
        levels = {level_of(code) for code in (found.code, found.statistical_code) if code}
    except (KeyError, ValueError) as wrong:
        raise BadRow(f"reporting.csv 第{number}行有误：{wrong}") from wrong
    if levels != {found.level}:
        raise BadRow(f"reporting.csv 第{number}行有误：代码与级别“{row['级别']}”不符。")
    return found


def standing(statistical_code: int, on: date, rows: Iterable[Departure]) -> tuple[int, date, Departure | None]:
    """Hutong's code of a national one on a day, since when at the earliest, and the row that says so.

    Without a row in force the two codes are the same, from the first day or from the end of the last row.
    """
    since = date.min
    for row in (row for row in rows if row.moves(statistical_code)):
        if row.holds(on):
            return row.code + statistical_code - row.bounds[0], row.since, row
        if row.until and row.until <= on:
            since = max(since, row.until)
    return statistical_code, since, None
