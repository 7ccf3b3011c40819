"""What a sheet is when it is no ledger: notes on filling in, a roster of staff, a sheet of figures, one child's form."""

import re
from collections.abc import Sequence
from datetime import date

from hutong.children.values.id_number import read_id_number
from hutong.children.values.text import cell_text, squeeze
from hutong.ledgers.reading.book import Row, Sheet
from hutong.ledgers.reading.header import Headers
from hutong.ledgers.reading.tables import Table
from hutong.ledgers.reading.unread import child_numbers

NOTES = "这是填写说明或样例，没有读入。"
STAFF = "这是儿童主任、督导员等工作人员的名册，没有读入。"
FIGURES = "这是汇总数字，不是儿童名单，没有读入。"
ONE_CHILD = "这是一人一张的登记表，不是名单，没有读入。"
HEADLESS = "没有找到写着“姓名”和“身份证号”（或“出生日期”）的表头，没有读入。"
HIDDEN = "这张工作表是隐藏的，没有读入；里面有儿童的，请取消隐藏后重新上传。"

_NOTES = re.compile(
    r"填(?:表|报|写)?(?:说明|须知|要求|指南|注意事项|示例|样例|范例|样表)|填表|填写|.*(?:说明|示例|样例|样表|字典|选项|下拉|参数|代码表?|指标解释|要求)"
)
_LEDGER = re.compile("台账|儿童|名单|花名册|信息表")
_STAFF = re.compile(
    "(?:儿童主任|督导员|志愿者|社工|网格员)(?:队伍|人员|工作者|基本|个人|配备|信息|情况|联系|任职|履职|培训|花?名|登记|统计|一览|通讯|台)*(?:表|册|单|录|账|情况|信息)?$"
)
_OF_CHILDREN = frozenset({"categories", "father_name", "mother_name", "guardian_name", "schooling", "school"})
_SAMPLE = 200
_LABEL_ROWS = 3


def is_notes(name: str) -> bool:
    """By its name: 填表说明, 下拉选项, 样例."""
    bare = squeeze(name)
    return bool(_NOTES.fullmatch(bare)) and not _LEDGER.search(bare)


def is_staff(table: Table, on: date) -> bool:
    """A roster of directors or volunteers: the sheet's name or a title ends by saying so, and no child stands in it."""
    said = [table.sheet.name or "", *(line.text for line in table.header.titles)]
    if not any(map(_names_staff, said)):
        return False
    rows = list(table.rows())
    adults = any(map(_has_number, rows))
    return not any(child_numbers(row.cells, on) for row in rows) and (
        adults or not _OF_CHILDREN & set(table.taken.values())
    )


def _names_staff(text: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", squeeze(text))
    return len(bare) <= 40 and bool(_STAFF.search(bare)) and "填" not in bare


def is_figures(table: Table) -> bool:
    """Whether below the header stand numbers and no children."""
    rows = list(table.rows())[:_SAMPLE]
    cells = [cell for row in rows for cell in row.cells[1:] if cell is not None]
    figures = [cell for cell in cells if isinstance(cell, int | float) or re.fullmatch("[0-9]{1,6}", cell_text(cell))]
    return bool(cells) and len(figures) >= len(cells) * 0.6 and not any(map(_has_number, rows))


def _has_number(row: Row) -> bool:
    return any(isinstance(cell, str) and len(cell) >= 18 and read_id_number(cell).number for cell in row.cells)


def is_form(sheet: Sheet, headers: Headers) -> bool:
    """Whether labels stand beside their values, row after row, as on a form for one child."""
    labelled = [(row, labels) for row in sheet.rows[:_SAMPLE] if (labels := headers.labels(row))]
    beside = [(row, labels) for row, labels in labelled if _beside(row, labels)]
    if any(len(labels) >= 5 and not _beside(row, labels) for row, labels in labelled):
        return False
    different = {tuple(cell_text(row.cell(column)) for column in labels) for row, labels in beside}
    return len(different) >= _LABEL_ROWS and sum(len(labels) for _, labels in beside) >= 6


def _beside(row: Row, labels: Sequence[int]) -> bool:
    """Whether most labels of a row have a value, or room for one, to their right."""
    return sum(1 for column in labels if column + 1 not in labels) * 3 >= len(labels) * 2
