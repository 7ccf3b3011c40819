"""The clock of a step: the nation's row of policy/national/duty-intervals.csv for the rule by which it is due."""

import csv
from datetime import date
from typing import Any

from hutong.duties.policy import FILE, FOLDER, UNITS
from hutong.ground import clock

MARKS = {"设计": "design"}


def of(rule: str) -> dict[str, Any] | None:
    """Amount, unit, mark (✔ seen, ◐ reported, design: ours) and source in force today; None of no rule. Raises LookupError."""
    if not rule:
        return None
    with (FOLDER / "national" / FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["规则"] == rule and _in_force(row, clock.today())]
    if not rows:
        raise LookupError(f"{FILE} 里没有规则 {rule} 今天有效的期限。")
    row = rows[0]
    mark = row["标注"].strip()
    return {
        "amount": int(row["期限"]),
        "unit": UNITS[row["单位"].strip()].value,
        "mark": MARKS.get(mark, mark),
        "source": row["依据"],
    }


def _in_force(row: dict[str, str], today: date) -> bool:
    until = row["失效日期"].strip()
    return date.fromisoformat(row["生效日期"]) <= today and (not until or today < date.fromisoformat(until))
