"""What a campaign may ask to be verified, out of policy/national/survey-items.csv."""

import csv
from datetime import date
from typing import Any

from django.conf import settings

FILE = settings.BASE / "policy" / "national" / "survey-items.csv"
Item = dict[str, Any]


def items(today: date) -> list[Item]:
    """The rows in force: key, label, what, seen (the item of a visit that verifies it, or ''), exceptions, usual."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["生效日期"] <= str(today) < (row["失效日期"] or "9999")]
    return [_item(row) for row in rows]


def _item(row: dict[str, str]) -> Item:
    return {
        "key": row["项目"],
        "label": row["名称"],
        "what": row["核实什么"],
        "seen": row["走访查看项目"],
        "exceptions": [key for key in row["台账异常"].split("|") if key],
        "usual": row["默认核实"] == "是",
    }
