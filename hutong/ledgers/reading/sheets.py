"""Choosing the tables that hold children, and what their columns are taken for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading import kinds
from hutong.ledgers.reading.book import Book, Sheet, column_letter
from hutong.ledgers.reading.columns import corrected, owner_before
from hutong.ledgers.reading.errors import LedgerWithoutHeader
from hutong.ledgers.reading.header import Headers
from hutong.ledgers.reading.results import TakenColumn, TakenSheet, Understood
from hutong.ledgers.reading.tables import Table, find_tables
from hutong.ledgers.reading.unread import child_numbers, only_adults

Corrections = Mapping[str, Mapping[str, str | None]]
_SAMPLE = 200
NO_HEADER = "没有找到表头：请保留写着“姓名”“身份证号”“出生日期”等栏目名称的那一行，再重新上传。"
ALL_HIDDEN = "工作表都是隐藏的或空的，没有可导入的内容，请取消隐藏台账所在的工作表后再上传。"
_WHOLE = {
    kinds.ONE_CHILD: "这是一人一张的登记表，不是名单，不能导入。请用一行一名儿童的台账，或在“新建档案”里逐个登记。",
    kinds.FIGURES: "这是汇总数字，不是儿童名单，没有可以导入的儿童。请上传写有姓名和身份证号的台账。",
}
_HEADLESS = "工作表“{sheet}”里有儿童的身份证号，但没有找到它的表头，读不准。请给这张表加上表头（或删去、隐藏这张表），再重新上传。"


@dataclass(slots=True)
class LedgerSheet:
    """A table of children: what its columns are taken for, and what else a person said of it."""

    table: Table
    key: str
    taken: dict[int, str | None]
    said: Mapping[str, str | None]  # the corrections that are of no column: @categories, @township …
    understood: list[Understood] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """The sheet on which it stands."""
        return self.table.sheet

    def columns(self) -> dict[str, int]:
        """Field → column."""
        return {name: column for column, name in self.taken.items() if name}

    def described(self) -> TakenSheet:
        """For the answer: what every headed column was taken for, and what else was understood."""
        header = self.table.header
        columns = tuple(
            TakenColumn(column_letter(column), header.text(column), self.taken.get(column))
            for column in sorted(header.paths)
        )
        return TakenSheet(self.sheet.name, header.rows, columns, self.key, tuple(self.understood))


def ledger_sheets(
    book: Book, words: Words, corrections: Corrections, on: date
) -> tuple[list[LedgerSheet], list[TakenSheet]]:
    """The tables of children on the visible sheets, and the sheets that were passed over with the reason.

    corrections: {table's key: {column letter: field or None, or what else was understood: its value}}.
    Raises LedgerWithoutHeader (also where children stand on a sheet whose header is not found), and ValueError for a correction to a field that does not exist.
    """
    visible = [sheet for sheet in book.sheets if sheet.visible and sheet.rows]
    if not visible:
        raise LedgerWithoutHeader(ALL_HIDDEN)
    judged = _Judged(words, on)
    for sheet in visible:
        judged.look_at(sheet)
    tables = judged.children()
    if not tables:
        reasons = [reason for _, reason in judged.passed]
        raise LedgerWithoutHeader(next((_WHOLE[one] for one in reasons if one in _WHOLE), NO_HEADER))
    hidden = [sheet for sheet in book.sheets if not sheet.visible and _has_children(sheet, on)]
    passed = [*judged.passed, *((sheet, kinds.HIDDEN) for sheet in hidden)]
    return [_taken(table, key, words, corrections, on) for key, table in _keyed(tables)], [
        _passed(*one) for one in passed
    ]


class _Judged:
    """The tables found so far, and the sheets that hold none."""

    def __init__(self, words: Words, on: date) -> None:
        self._words, self._on = words, on
        self.headless: list[Sheet] = []
        self.strong: list[Table] = []
        self.weak: list[Table] = []
        self.notes: list[Table] = []
        self.staff: list[Table] = []
        self.passed: list[tuple[Sheet, str]] = []

    def look_at(self, sheet: Sheet) -> None:
        """Sort a sheet's tables."""
        headers = Headers(sheet, self._words)
        if kinds.is_form(sheet, headers):
            self.passed.append((sheet, kinds.ONE_CHILD))
            return
        tables = find_tables(sheet, headers, self._words)
        if kinds.is_notes(sheet.name or ""):
            self.notes += tables
        elif not tables:
            self._without_header(sheet)
        elif not tables[0].header.strong:
            self._weak(tables[0])
        else:
            for table in tables:
                (self.staff if kinds.is_staff(table, self._on) else self.strong).append(table)

    def children(self) -> list[Table]:
        """The tables to read: with a strong header, else the most that there is."""
        chosen = self.strong or self.staff or self.weak or self.notes
        for tables, reason in ((self.staff, kinds.STAFF), (self.weak, kinds.HEADLESS), (self.notes, kinds.NOTES)):
            if tables is not chosen:
                self.passed += [(sheet, reason) for sheet in {id(one.sheet): one.sheet for one in tables}.values()]
        for sheet in [*self.headless, *(table.sheet for table in self.weak if chosen is not self.weak)]:
            if chosen and _has_children(sheet, self._on):
                raise LedgerWithoutHeader(_HEADLESS.format(sheet=sheet.name))
        return chosen

    def _weak(self, table: Table) -> None:
        if kinds.is_figures(table):
            self.passed.append((table.sheet, kinds.FIGURES))
        else:
            self.weak.append(table)

    def _without_header(self, sheet: Sheet) -> None:
        if len(sheet.rows) > 1:
            self.passed.append((sheet, kinds.HEADLESS))
        self.headless.append(sheet)


def _has_children(sheet: Sheet, on: date) -> bool:
    return any(child_numbers(row.cells, on) for row in sheet.rows)


def _keyed(tables: Sequence[Table]) -> Iterator[tuple[str, Table]]:
    seen: set[int] = set()
    for table in tables:
        name = table.sheet.name or ""
        yield (f"{name}/{table.corner}" if id(table.sheet) in seen else name), table
        seen.add(id(table.sheet))


def _give_number(table: Table, words: Words, on: date) -> None:
    """姓名 | 出生日期 | 领款人 | 身份证号: where only adults' numbers stand behind somebody's name, they are that person's."""
    fields = {name: column for column, name in table.taken.items() if name}
    column = fields.get("id_number")
    if column is None or "birth_date" not in fields:
        return
    owner = owner_before(column, table.taken, table.header.paths, words)
    rows = islice(table.rows(), _SAMPLE)
    if owner and only_adults((row.cell(column) for row in rows), on):
        theirs = f"{owner}_id_number"
        table.taken[column] = theirs if theirs in words.columns and theirs not in fields else None


def _taken(table: Table, key: str, words: Words, corrections: Corrections, on: date) -> LedgerSheet:
    _give_number(table, words, on)
    given = corrections.get(key, {})
    letters = {letter: name for letter, name in given.items() if not letter.startswith("@")}
    said = {name: value for name, value in given.items() if name.startswith("@")}
    width = max([len(row.cells) for row in table.sheet.rows] + [max(table.taken, default=0) + 1])
    columns = [(column, column_letter(column)) for column in range(width)]
    return LedgerSheet(table, key, corrected(table.taken, letters, columns, words), _checked(said, words))


def _checked(said: Mapping[str, str | None], words: Words) -> Mapping[str, str | None]:
    for name, value in said.items():
        if (
            name.startswith("@categories")
            and value
            and (value not in words.categories or words.categories[value].sealed)
        ):
            raise ValueError(f"没有“{value}”这一类别，请从列表里选择。")
    return said


def _passed(sheet: Sheet, reason: str) -> TakenSheet:
    return TakenSheet(sheet.name, (), (), sheet.name or "", (Understood("passed_over", "", None, reason),))
