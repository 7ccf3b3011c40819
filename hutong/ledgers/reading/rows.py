"""The children's rows of a table: merged cells filled downward, second lines added to their child, section lines remembered."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from hutong.children.values.text import Cell, cell_text, squeeze
from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.book import Row
from hutong.ledgers.reading.columns import look_up
from hutong.ledgers.reading.errors import LedgerUnreadable
from hutong.ledgers.reading.header import Line
from hutong.ledgers.reading.judge import Judge, Shape, wide_rows
from hutong.ledgers.reading.lines import COUNT, is_remark
from hutong.ledgers.reading.sections import Sections
from hutong.ledgers.reading.tables import Table
from hutong.ledgers.reading.unread import child_numbers

_OWN = frozenset({"serial", "name", "sex", "birth_date", "id_number", "age"})  # a merged cell is not meant for many
_LOST = "工作表“{sheet}”第{row}行有儿童的身份证号，但这一行不像儿童的一行，读不准。请把每名儿童整理成一行、放在同一个表头下面，再重新上传。"

_BESIDE = "工作表“{sheet}”第{row}行右边还有儿童的身份证号，分不清是哪张表的，读不准。请把每名儿童整理成一行、放在同一个表头下面，再重新上传。"


@dataclass(slots=True)
class DataRow:
    """A child's row with merged cells filled downward; `village` is the last section line above it that may name one,
    `section` the last that says a category, `more` the cells of the child's further lines."""

    number: int
    cells: list[Cell]
    village: str | None = None
    section: Line | None = None
    more: list[list[Cell]] = field(default_factory=list)


def data_rows(table: Table, taken: dict[int, str | None], words: Words, on: date) -> Iterator[DataRow]:
    """The children's rows of a table, in order. Raises LedgerUnreadable where a child stands in a row that cannot be read."""
    sheet, header = table.sheet, table.header
    shape = Shape(table, taken, words, wide_rows(sheet.merged, len(header.paths)))
    filled = _merged_below(table, taken)
    judge = Judge(shape)
    sections = Sections(header.titles, sheet.name)
    last: DataRow | None = None
    width, spare = max(header.paths, default=0) + 1, _second_numbers(table, taken, words)
    for row in table.rows():
        if (spare or len(row.cells) > width) and child_numbers(
            row.cells[width:] + [row.cell(column) for column in spare], on
        ):
            raise LedgerUnreadable(_BESIDE.format(sheet=sheet.name or "CSV", row=row.number))
        plainly = judge.is_plainly_a_child(row)
        if last and not plainly and (judge.continues(row) or judge.repeats_number(row, last.cells)):
            last.more.append(row.cells)
            continue
        cells = _fill(row, filled) if filled else row.cells
        if plainly or judge.is_child(Row(row.number, cells)):
            if last:
                yield last
            last = DataRow(row.number, cells, sections.village, sections.line)
        else:
            _pass_over(row, table, judge, sections, on)
    if last:
        yield last


def _second_numbers(table: Table, taken: dict[int, str | None], words: Words) -> list[int]:
    """The columns of another 身份证号 behind another 姓名 that were taken for nothing: perhaps a second child's."""
    told = {column: look_up(path, words) for column, path in table.header.paths.items() if taken.get(column) is None}
    return [column for column, name in told.items() if name == "id_number"] if "name" in told.values() else []


def _pass_over(row: Row, table: Table, judge: Judge, sections: Sections, on: date) -> None:
    if not judge.is_example(row) and child_numbers(row.cells, on):
        raise LedgerUnreadable(_LOST.format(sheet=table.sheet.name or "CSV", row=row.number))
    heading = _heading(row)
    if heading and not is_remark(heading):
        sections.hear(Line(row.number, heading))


Fills = dict[int, tuple[list[int], list[tuple[int, Cell]]]]  # column → first rows, (last row, value)


def _merged_below(table: Table, taken: dict[int, str | None]) -> Fills:
    """Merged cells that reach downward, for the columns where one value may stand for several children."""
    numbers = {row.number: row for row in table.sheet.rows} if table.sheet.merged else {}
    fills: Fills = {}
    for area in sorted(table.sheet.merged, key=lambda area: area.first_row):
        top = numbers.get(area.first_row)
        if top is None or area.last_row == area.first_row or area.last_row <= table.header.rows[-1]:
            continue
        value = top.cell(area.first_column)
        name = taken.get(area.first_column)
        if name and name not in _OWN and value is not None:
            starts, ends = fills.setdefault(area.first_column, ([], []))
            starts.append(area.first_row)
            ends.append((area.last_row, value))
    return fills


def _fill(row: Row, fills: Fills) -> list[Cell]:
    cells = row.cells
    for column, (starts, ends) in fills.items():
        at = bisect_right(starts, row.number) - 1
        if at >= 0 and row.number <= ends[at][0] and row.cell(column) is None:
            if cells is row.cells:
                cells = list(cells)
            cells += [None] * (column + 1 - len(cells))
            cells[column] = ends[at][1]
    return cells


def _heading(row: Row) -> str | None:
    """The text of a line that stands alone, such as 一、新立村（12人）, perhaps with a number of children beside it."""
    texts = [cell for cell in row.cells if cell is not None and not COUNT.fullmatch(squeeze(cell_text(cell)))]
    return cell_text(texts[0]) if len(texts) == 1 and isinstance(texts[0], str) else None
