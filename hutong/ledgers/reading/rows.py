"""Which rows below a header are children: no subtotals, signatures, notes, repeated headers, blank forms."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hutong.children.values.text import Cell, cell_text, or_none, squeeze
from hutong.children.values.vocabulary import Words, plain_label
from hutong.ledgers.reading.book import Merged, Row, Sheet
from hutong.ledgers.reading.columns import look_up
from hutong.ledgers.reading.header import Header

# Columns that offices fill in for a whole blank form, or that say nothing about a child by themselves.
_PREPRINTED = frozenset({"serial", "county", "township", "village", "age", "director_name", "director_phone", "group"})
_OWN = frozenset({"serial", "name", "sex", "birth_date", "id_number", "age"})  # a merged cell is not meant for many
_SUBTOTAL = re.compile(
    r"(?:本页|全[乡镇村县市]|[\u4e00-\u9fff]{0,6})?(?:合计|小计|总计|共计|累计|汇总)[:人(0-9]*.{0,12}|计"
)
_COUNT = re.compile(r"共?计?[0-9.]+[人名个户]?")
_SIGNED = re.compile(
    r"(?:填表|填报|制表|审核|审批|负责|经办|主管|分管|单位|联系|统计|复核|校对|录入|报送|上报|填写)[\u4e00-\u9fff]{0,8}[:(]"
    r"|(?:日期|时间|电话|签字|签名|签章|盖章|公章|注|备注|说明|附注|填表说明)[:(]|\(盖章\)|\(签字\)|(?:填表|审核|填报|制表|负责)人$"
)
_EXAMPLE = re.compile(r"(?:示例|样例|范例|举例|例如?|填写示例|样表)[:0-9]?")
_NOTE = re.compile(r"[。:;!]|^[0-9]{1,2}[.、)]|^[(一二三四五六七八九十]{1,3}[、).]|^注[:0-9.、]")
_ID_LIKE = re.compile(r"[0-9]{10,}|E\+")
_HAN = re.compile("[\u4e00-\u9fff]")
_DATE_LIKE = re.compile(r"(?:19|20)[0-9]{2}|^[0-9]{5}$|[0-9]{1,2}[-/.][0-9]{1,2}")
_NAME_LIKE = re.compile("[\u3400-\u9fff·]{2,4}")


@dataclass(slots=True)
class DataRow:
    """A child's row with merged cells filled downward; `heading` is the last section line above it."""

    number: int
    cells: list[Cell]
    heading: str | None = None


@dataclass(slots=True)
class Shape:
    """What the rows of a sheet are judged by."""

    taken: Mapping[int, str | None]
    header: Header
    words: Words
    wide: set[int] = field(default_factory=set)  # rows that one merged cell crosses

    def column(self, name: str) -> int | None:
        """The column taken for a field."""
        return next((column for column, held in self.taken.items() if held == name), None)


def data_rows(sheet: Sheet, header: Header, taken: Mapping[int, str | None], words: Words) -> Iterator[DataRow]:
    """The children's rows of a sheet, in order."""
    shape = Shape(taken, header, words, _wide_rows(sheet.merged, len(header.paths)))
    filled = _merged_below(sheet, header, taken)
    judge = _Judge(shape)
    heading: str | None = None
    for row in sheet.rows:
        if row.number <= header.rows[-1]:
            continue
        cells = _fill(row, filled) if filled else row.cells
        if judge.is_child(Row(row.number, cells)):
            yield DataRow(row.number, cells, heading)
        else:
            heading = _heading(row) or heading


def _wide_rows(merged: list[Merged], width: int) -> set[int]:
    return {
        area.first_row for area in merged if area.width >= max(4, width // 2) and area.last_row - area.first_row < 10
    }


Fills = dict[int, tuple[list[int], list[tuple[int, Cell]]]]  # column → first rows, (last row, value)


def _merged_below(sheet: Sheet, header: Header, taken: Mapping[int, str | None]) -> Fills:
    """Merged cells that reach downward, for the columns where one value may stand for several children."""
    numbers = {row.number: row for row in sheet.rows}
    fills: Fills = {}
    for area in sorted(sheet.merged, key=lambda area: area.first_row):
        top = numbers.get(area.first_row)
        if top is None or area.last_row == area.first_row or area.last_row <= header.rows[-1]:
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
    """The text of a line that stands alone, such as 一、新立村（12人）."""
    texts = [cell for cell in row.cells if cell is not None]
    return cell_text(texts[0]) if len(texts) == 1 and isinstance(texts[0], str) else None


class _Judge:
    """Tells children's rows from the rest of a sheet."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.name, self.id_number = shape.column("name"), shape.column("id_number")
        self.birth_date, self.remark = shape.column("birth_date"), shape.column("remark")
        self.telling = [column for column, name in shape.taken.items() if name and name not in _PREPRINTED]
        # Without any column about the child itself understood, every filled row is shown.
        self.telling = self.telling or list(shape.taken)

    def is_child(self, row: Row) -> bool:
        """A row that somebody meant as a child, complete or not."""
        first = row.cells[0]
        if isinstance(first, str) and _EXAMPLE.fullmatch(first):
            return False
        if self._is_plainly_a_child(row):
            return True
        if not any(or_none(cell_text(row.cell(column))) for column in self.telling):
            return False
        texts = {column: cell_text(cell) for column, cell in enumerate(row.cells) if cell is not None}
        return not (
            self._is_repeated_header(texts)
            or self._is_numbering(row, texts)
            or _EXAMPLE.fullmatch(next(iter(texts.values()), ""))
            or (not self._has_evidence(row) and self._is_remark_of_the_sheet(row, texts))
        )

    def _is_plainly_a_child(self, row: Row) -> bool:
        name, number = self._cell(row, self.name), self._cell(row, self.id_number)
        if not (isinstance(name, str) and isinstance(number, str)):
            return False
        return len(number) >= 15 and not _HAN.search(number) and _NAME_LIKE.fullmatch(name) is not None

    def _cell(self, row: Row, column: int | None) -> Cell:
        return None if column is None else row.cell(column)

    def _has_evidence(self, row: Row) -> bool:
        number = cell_text(self._cell(row, self.id_number)).upper()
        if _ID_LIKE.search(number) and not _HAN.search(number):
            return True
        name = cell_text(self._cell(row, self.name))
        born = cell_text(self._cell(row, self.birth_date))
        return bool(_DATE_LIKE.search(born)) and not _says_nothing(name)

    def _is_repeated_header(self, texts: dict[int, str]) -> bool:
        if self.name is None or self.name not in texts:
            return False
        same = [column for column, text in texts.items() if self._repeats(column, text)]
        return len(same) >= 2 and (self.name in same or len(same) * 2 > len(texts))

    def _repeats(self, column: int, text: str) -> bool:
        path = self.shape.header.paths.get(column, ())
        if squeeze(text) in map(squeeze, path):
            return True
        name = self.shape.taken.get(column)
        return bool(name and name == look_up((text,), self.shape.words))

    def _is_numbering(self, row: Row, texts: dict[int, str]) -> bool:
        """The line 1 2 3 4 … (or （1）（2）, A B C) under the header of printed forms."""
        if row.number > self.shape.header.rows[-1] + 2 or len(texts) < 3:
            return False
        plain = [plain_label(text) for text in texts.values()]
        if all(text.isdecimal() for text in plain):
            numbers = [int(text) for text in plain]
            return all(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))
        return plain in (
            [chr(65 + column) for column in range(len(plain))],
            list("甲乙丙丁戊己庚辛壬癸")[: len(plain)],
        )

    def _is_remark_of_the_sheet(self, row: Row, texts: dict[int, str]) -> bool:
        name = texts.get(self.name, "") if self.name is not None else ""
        nameless = _says_nothing(name)
        if nameless and or_none(name):
            return True
        said = {column: text for column, text in texts.items() if column != self.remark}
        if nameless and any(_SIGNED.search(text) for text in said.values()):
            return True
        if nameless and any(_SUBTOTAL.fullmatch(squeeze(text)) for text in said.values()):
            return True
        if row.number in self.shape.wide:
            return True
        return len(texts) == 1 and (not name or len(name) > 12 or bool(_NOTE.search(name)) or nameless)


def _says_nothing(name: str) -> bool:
    """Whether a name cell is blank or holds a count, a subtotal, or a signature line."""
    text = squeeze(name)
    return not or_none(text) or bool(
        _COUNT.fullmatch(text) or _SUBTOTAL.fullmatch(text) or _SIGNED.search(text) or _NOTE.search(text)
    )
