"""Loads policy/: rows that an official can read become dated, immutable rows; code adds, none overwrites. The calendar of
working days is loaded with them, and changes when its table does."""

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from hutong.duties.models import Policy
from hutong.ground import working_days
from hutong.ground.days import days
from hutong.ground.deadline import LABELS
from hutong.places.codes import Level

FOLDER = settings.BASE / "policy"
FILE = "duty-intervals.csv"
# The steps of climbing: how long overdue until which level is told.
CLIMBS = {
    "逾期报乡镇": Level.TOWNSHIP,
    "逾期报县级": Level.COUNTY,
    "逾期报市级": Level.PREFECTURE,
    "逾期报省级": Level.PROVINCE,
}
UNITS = {label: unit for unit, label in LABELS.items()}
CALENDAR = """
INSERT INTO duties_calendarday (day, works, number)
SELECT day, works, count(*) FILTER (WHERE works) OVER (ORDER BY day) FROM (
    SELECT g::date AS day, coalesce(x.works, extract(isodow FROM g) < 6) AS works
    FROM generate_series(%s::date, %s::date, interval '1 day') g
    LEFT JOIN unnest(%s::date[], %s::boolean[]) x(day, works) ON x.day = g::date) d
"""


class PolicyError(ValueError):
    """A row of policy/ cannot be read; the sentence names file, row and column."""


def load(using: str = "owner") -> int:
    """Add the rows of policy/*/duty-intervals.csv that are not there yet; returns how many were added. Raises PolicyError,
    WorkingDaysError."""
    _load_calendar(using)
    rows = [row for path in sorted(FOLDER.glob(f"*/{FILE}")) for row in _read(path)]
    known = set(Policy.objects.using(using).values_list("version", flat=True))
    fresh = [row for row in rows if row.version not in known]
    Policy.objects.using(using).bulk_create(fresh)
    return len(fresh)


def _load_calendar(using: str) -> None:
    known = sorted(working_days.read(working_days.FILE).exceptions.items())
    with connections[using].cursor() as cursor, transaction.atomic(using=using):
        cursor.execute("DELETE FROM duties_calendarday")
        values: list[Any] = [working_days.FIRST, working_days.LAST, *map(list, zip(*known, strict=True))]
        cursor.execute(CALENDAR, values)


def _read(path: Path) -> Iterator[Policy]:
    province = 0 if path.parent.name == "national" else int(path.parent.name[:2])
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                yield _policy(row, province)
            except (KeyError, ValueError) as error:
                raise PolicyError(f"{path.name} 第 {number} 行读不懂：{error}") from error


def _policy(row: dict[str, str], province: int) -> Policy:
    until = row["失效日期"].strip()
    return Policy(
        rule=row["规则"],
        clause=row["条款"],
        province=province,
        category=row["类别"],
        situation=row["情形"],
        amount=_amount(row["期限"]),
        unit=UNITS[row["单位"].strip()],
        climbing=[_step(level, row[name]) for name, level in CLIMBS.items() if row[name].strip()],
        period=days(date.fromisoformat(row["生效日期"]), date.fromisoformat(until) if until else None),
        source=row["依据"],
        mark=working_days.MARKS[row["标注"].strip()],
        version=hashlib.sha256(repr((province, sorted(row.items()))).encode()).hexdigest(),
    )


def _amount(text: str) -> int:
    amount = int(text)
    if amount < 1:
        raise ValueError("期限应为 1 或更大的整数")
    return amount


def _step(level: Level, told: str) -> dict[str, int | str]:
    found = re.fullmatch(rf"(\d+)\s*({'|'.join(UNITS)})", told.strip())
    if found is None:
        raise ValueError(f"“{told}”应写成“7天”“2小时”“30分钟”这样")
    return {"level": int(level), "amount": int(found[1]), "unit": UNITS[found[2]].value}
