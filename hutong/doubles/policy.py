"""What counts how much when two files are compared: policy/national/double-evidence.csv, dated."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings

from hutong.ground import clock

FILE = settings.BASE / "policy" / "national" / "double-evidence.csv"


@dataclass(frozen=True)
class Policy:
    """Points and words by key of evidence; how many points make a proposal; for how long an exited file is compared."""

    points: Mapping[str, int]
    words: Mapping[str, str]

    @property
    def threshold(self) -> int:
        return self.points["threshold"]

    @property
    def recent_days(self) -> int:
        return self.points["recent_days"]

    def score(self, evidence: list[str]) -> int:
        return sum(self.points[key] for key in evidence)


def policy(on: date | None = None) -> Policy:
    """What is in force on a day (default today); of several rows of a key the later counts."""
    on = on or clock.today()
    rows = [row for row in _rows() if row[2] <= on and (row[3] is None or on < row[3])]
    rows.sort(key=lambda row: row[2])
    return Policy({row[0]: row[4] for row in rows}, {row[0]: row[1] for row in rows})


@lru_cache(maxsize=1)
def _rows() -> list[tuple[str, str, date, date | None, int]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [_row(row, number) for number, row in enumerate(csv.DictReader(file), 2)]


def _row(row: dict[str, str], number: int) -> tuple[str, str, date, date | None, int]:
    try:
        until = row["失效日期"].strip()
        since = date.fromisoformat(row["生效日期"])
        return row["证据"], row["说明"], since, date.fromisoformat(until) if until else None, int(row["分值"])
    except (KeyError, ValueError) as error:
        raise ValueError(f"{FILE.name} 第 {number} 行读不懂：{error}") from error
