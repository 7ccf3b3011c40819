"""Loads policy/: rows that an official can read become dated, immutable rows; screen and code add, none overwrites."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from hutong.duties.models import Policy
from hutong.ground.days import days

FOLDER = settings.BASE / "policy"
FILE = "duty-intervals.csv"


class PolicyError(ValueError):
    """A row of policy/ cannot be read; the sentence names file, row and column."""


def load(using: str = "owner") -> int:
    """Add the rows of policy/*/duty-intervals.csv that are not there yet; returns how many were added."""
    rows = [row for path in sorted(FOLDER.glob(f"*/{FILE}")) for row in _read(path)]
    known = set(Policy.objects.using(using).values_list("version", flat=True))
    fresh = [row for row in rows if row.version not in known]
    Policy.objects.using(using).bulk_create(fresh)
    return len(fresh)


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
        interval_days=int(row["间隔天数"]),
        township_after_days=int(row["逾期几天报乡镇"]),
        county_after_days=int(row["逾期几天报县级"]),
        period=days(date.fromisoformat(row["生效日期"]), date.fromisoformat(until) if until else None),
        source=row["依据"],
        version=hashlib.sha256(repr((province, sorted(row.items()))).encode()).hexdigest(),
    )
