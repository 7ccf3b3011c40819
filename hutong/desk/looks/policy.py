"""What counts as an unusual look: dated figures in policy/national/unusual-looks.csv."""

import csv
from datetime import date
from functools import cache

from django.conf import settings

FILE = settings.BASE / "policy" / "national" / "unusual-looks.csv"
# Reasons in the order in which they are told.
REASONS = {
    "surname": "与儿童同姓",
    "outside": "儿童不在查看人的辖区",
    "many": "短时间连续查看",
    "night": "夜间查看",
}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def figures(today: date) -> dict[str, int]:
    """The figures in force on a day, by rule."""
    return {row["规则"]: int(row["数值"]) for row in _rows() if _in_force(row, today)}


def _in_force(row: dict[str, str], today: date) -> bool:
    until = row["失效日期"].strip()
    return date.fromisoformat(row["生效日期"]) <= today and (not until or today < date.fromisoformat(until))
