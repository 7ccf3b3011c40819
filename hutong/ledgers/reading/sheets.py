"""Choosing the sheets that hold children, and what their columns are taken for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hutong.children.values.text import squeeze
from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.book import Book, Sheet, column_letter
from hutong.ledgers.reading.columns import corrected, take
from hutong.ledgers.reading.errors import LedgerWithoutHeader
from hutong.ledgers.reading.header import Header, find_header
from hutong.ledgers.reading.results import TakenColumn, TakenSheet

Corrections = Mapping[str, Mapping[str, str | None]]
NO_HEADER = "没有找到表头：请保留写着“姓名”“身份证号”“出生日期”等栏目名称的那一行，再重新上传。"
ALL_HIDDEN = "工作表都是隐藏的或空的，没有可导入的内容，请取消隐藏台账所在的工作表后再上传。"

_NOTES = re.compile(r"填[表报写].*|.*(?:说明|示例|样例|样表|字典|选项|下拉|参数|代码表?|指标解释|要求)")
_LEDGER = re.compile("台账|儿童|名单|花名册|信息表")
_STAFF = re.compile("儿童主任|督导员|志愿者|社工")
_OF_CHILDREN = frozenset({"categories", "father_name", "mother_name", "guardian_name", "schooling", "school"})


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A sheet of children: its header and column → field."""

    sheet: Sheet
    header: Header
    taken: Mapping[int, str | None]

    def described(self) -> TakenSheet:
        """For the answer: what every headed column was taken for."""
        columns = tuple(
            TakenColumn(column_letter(column), self.header.text(column), self.taken.get(column))
            for column in sorted(self.header.paths)
        )
        return TakenSheet(self.sheet.name, self.header.rows, columns, self.sheet.name or "")


def ledger_sheets(book: Book, words: Words, corrections: Corrections) -> list[LedgerSheet]:
    """The visible sheets with a header; corrections are {sheet name ("" for CSV): {column letter: field or None}}.

    Raises LedgerWithoutHeader, and ValueError for a correction to a field that does not exist.
    """
    visible = [sheet for sheet in book.sheets if sheet.visible and sheet.rows]
    found = [(sheet, find_header(sheet, words)) for sheet in visible if not _is_note(sheet.name or "")]
    headed = [(sheet, header) for sheet, header in found if header]
    if not headed:
        raise LedgerWithoutHeader(NO_HEADER if visible else ALL_HIDDEN)
    strong = [(sheet, header) for sheet, header in headed if header.strong]
    sheets = [_taken(sheet, header, words, corrections) for sheet, header in strong or headed]
    return [sheet for sheet in sheets if not _is_staff(sheet)] or sheets


def _taken(sheet: Sheet, header: Header, words: Words, corrections: Corrections) -> LedgerSheet:
    guess = take(header.paths, words)
    letters = corrections.get(sheet.name or "", {})
    width = max([len(row.cells) for row in sheet.rows] + [max(guess, default=0) + 1])
    columns = [(column, column_letter(column)) for column in range(width)]
    return LedgerSheet(sheet, header, corrected(guess, letters, columns, words))


def _is_note(name: str) -> bool:
    bare = squeeze(name)
    return bool(_NOTES.fullmatch(bare)) and not _LEDGER.search(bare)


def _is_staff(found: LedgerSheet) -> bool:
    """A roster of directors or volunteers beside the children's sheets."""
    said = squeeze(found.sheet.name or "") + "".join(found.header.titles)
    return bool(_STAFF.search(said)) and not _OF_CHILDREN & set(found.taken.values())
