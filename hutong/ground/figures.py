"""Dated figures of a rule, out of a small file in policy/national (规则, 数值, 生效日期, 失效日期); rows are added, never changed."""

import csv
from datetime import date
from functools import cache

from django.conf import settings
from psycopg import sql

from hutong.ground.query import composed, joined


def of(file: str, today: date) -> dict[str, int]:
    """The figures in force on a day, by rule."""
    return {row["规则"]: int(row["数值"]) for row in _rows(file) if _in_force(row, today)}


def spans(file: str, *columns: str) -> sql.Composable:
    """The dated rows of a policy as SQL values: (since, until, and whole numbers out of some columns)."""
    return joined([
        composed("({values})", values=joined(map(sql.Literal, (
            row["生效日期"], row["失效日期"].strip() or "infinity", *(int(row[name]) for name in columns)))))
        for row in _rows(file)
    ])  # fmt: skip


@cache
def _rows(file: str) -> tuple[dict[str, str], ...]:
    with (settings.BASE / "policy" / "national" / file).open(encoding="utf-8-sig", newline="") as opened:
        return tuple(csv.DictReader(opened))


def _in_force(row: dict[str, str], today: date) -> bool:
    until = row["失效日期"].strip()
    return date.fromisoformat(row["生效日期"]) <= today and (not until or today < date.fromisoformat(until))
