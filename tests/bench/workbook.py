"""The invented ledger as a workbook, in the layout of tests/ledgers/wanbao-clean.xlsx."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.bench import believable

GROUPS = {"父亲": ("姓名", "联系电话", "务工地点"), "母亲": ("姓名", "联系电话", "务工地点"),
          "监护人": ("姓名", "与儿童关系", "联系电话")}  # fmt: skip
BEFORE = ("县（市、区）", "乡镇（街道）", "村（社区）", "姓名", "性别", "出生日期", "身份证号", "民族", "儿童类别")
AFTER = ("就学情况", "健康状况")
COLUMNS = 20


def write(path: Path, count: int, unit: int, name: str, today: date, crowded: Sequence[int] = ()) -> None:
    """Write a ledger of `count` children of a unit: title, two-row merged header, twenty columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("信息台账")
    sheet.append([f"{name}农村留守儿童和困境儿童信息台账", *[None] * (COLUMNS - 1)])
    sheet.append([f"填报单位：{name}民政厅（盖章）", *[None] * (COLUMNS - 1)])
    for line in _header():
        sheet.append(line)
    for area in _merged():
        sheet.merged_cells.add(area)  # type: ignore[attr-defined]  # a streamed sheet has no merge_cells()
    for row in believable.rows(count, unit, today, crowded):
        sheet.append(row)
    book.save(path)


def _header() -> tuple[list[str | None], list[str | None]]:
    upper = [*BEFORE, *[text for group in GROUPS for text in (group, None, None)], *AFTER]
    lower = [*[None] * len(BEFORE), *[text for group in GROUPS.values() for text in group], *[None] * len(AFTER)]
    return upper, lower


def _merged() -> list[str]:
    single = [f"{letter}3:{letter}4" for letter in "ABCDEFGHIST"]
    return ["A1:T1", "A2:T2", *single, "J3:L3", "M3:O3", "P3:R3"]
