"""Telling children's rows from the rest of a table, and the second line of a child from the next child."""

import itertools
import re
from dataclasses import dataclass, field

from hutong.children.values.text import Cell, cell_text, or_none, squeeze
from hutong.children.values.vocabulary import Words, plain_label
from hutong.ledgers.reading.book import Merged, Row
from hutong.ledgers.reading.columns import look_up
from hutong.ledgers.reading.lines import EXAMPLE, HAN, NOTE, is_instruction, is_nobody, is_remark, says_nothing
from hutong.ledgers.reading.memory import Remembered
from hutong.ledgers.reading.sections import say
from hutong.ledgers.reading.tables import Table

# Columns that offices fill in for a whole blank form, or that say nothing about a child by themselves.
_PREPRINTED = frozenset({"serial", "county", "township", "village", "age", "director_name", "director_phone", "group"})
_OF_THE_CHILD = frozenset({"serial", "name", "sex", "birth_date", "id_number", "village", "township", "categories"})
_ID_LIKE = re.compile(r"[0-9]{10,}|E\+")
_DATE_LIKE = re.compile(r"(?:19|20)[0-9]{2}|^[0-9]{5}$|[0-9]{1,2}[-/.][0-9]{1,2}")
_NAME_LIKE = re.compile("[\u3400-\u9fff·]{2,4}")
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,10}(?:村|社区|[村居]委会|嘎查|屯)(?:[(:]?[0-9]+[人名]?\)?)?")
_PHONE_LIKE = re.compile(r"[0-9+() /、-]{7,40}")


@dataclass(slots=True)
class Shape:
    """What the rows of a table are judged by."""

    table: Table
    taken: dict[int, str | None]
    words: Words
    wide: set[int] = field(default_factory=set)  # rows that one merged cell crosses

    def column(self, name: str) -> int | None:
        """The column taken for a field."""
        return next((column for column, held in self.taken.items() if held == name), None)


def wide_rows(merged: list[Merged], width: int) -> set[int]:
    """The rows that one merged cell crosses, or nearly."""
    return {
        area.first_row for area in merged if area.width >= max(4, width // 2) and area.last_row - area.first_row < 10
    }


class Judge:
    """What a row below the header is."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.name, self.id_number = shape.column("name"), shape.column("id_number")
        self.birth_date, self.remark = shape.column("birth_date"), shape.column("remark")
        self.telling = [column for column, name in shape.taken.items() if name and name not in _PREPRINTED]
        # Without any column about the child itself understood, every filled row is shown.
        self.telling = self.telling or list(shape.taken)
        self._own = [column for column, name in shape.taken.items() if name in _OF_THE_CHILD]
        self._fields: Remembered[str, str | None] = Remembered(lambda text: look_up((text,), shape.words))

    def is_child(self, row: Row) -> bool:
        """A row that somebody meant as a child, complete or not."""
        if self.is_example(row) or not any(or_none(cell_text(row.cell(column))) for column in self.telling):
            return False
        texts = {column: cell_text(cell) for column, cell in enumerate(row.cells) if cell is not None}
        return not (
            self._is_repeated_header(texts)
            or self._is_numbering(row, texts)
            or self._is_instruction(texts)
            or (not self._has_evidence(row) and self._is_remark_of_the_sheet(row, texts))
        )

    def is_example(self, row: Row) -> bool:
        """A sample row: 例 | 张三 | …"""
        first = (
            row.cells[0] if row.cells[0] is not None else next((cell for cell in row.cells if cell is not None), None)
        )
        return isinstance(first, str) and len(first) < 20 and bool(EXAMPLE.fullmatch(squeeze(first)))

    def continues(self, row: Row) -> bool:
        """Whether a row with nothing about a child in it tells of relatives: the second line of the child above."""
        if any(row.cell(column) is not None for column in self._own):
            return False
        told = {column: cell_text(row.cell(column)) for column in self.telling if row.cell(column) is not None}
        if not told or row.number in self.shape.wide or any(map(is_remark, told.values())):
            return False
        return any(self._is_of_a_relative(self.shape.taken[column] or "", text) for column, text in told.items())

    def repeats_number(self, row: Row, above: list[Cell]) -> bool:
        """Whether a row without a name has the number of the child above: its second line, too."""
        number = self._cell(row, self.id_number)
        return (
            number is not None
            and self._cell(row, self.name) is None
            and number == self._cell(Row(0, above), self.id_number)
        )

    @staticmethod
    def _is_of_a_relative(name: str, text: str) -> bool:
        if name.endswith("_name"):
            return bool(_NAME_LIKE.match(squeeze(text))) and not says_nothing(text)
        return name.endswith("phone") and bool(_PHONE_LIKE.fullmatch(text))

    def is_plainly_a_child(self, row: Row) -> bool:
        """Told at a glance, as most rows are: a name and a number, and no sample."""
        name, number = self._cell(row, self.name), self._cell(row, self.id_number)
        if not (isinstance(name, str) and isinstance(number, str)) or len(number) < 15 or HAN.search(number):
            return False
        return _NAME_LIKE.fullmatch(name) is not None and not (isinstance(row.cells[0], str) and self.is_example(row))

    def _cell(self, row: Row, column: int | None) -> Cell:
        return None if column is None else row.cell(column)

    def _has_evidence(self, row: Row) -> bool:
        number = cell_text(self._cell(row, self.id_number)).upper()
        if _ID_LIKE.search(number) and not HAN.search(number):
            return True
        name = cell_text(self._cell(row, self.name))
        born = cell_text(self._cell(row, self.birth_date))
        return bool(_DATE_LIKE.search(born)) and not says_nothing(name)

    def _is_repeated_header(self, texts: dict[int, str]) -> bool:
        labels = [column for column, text in texts.items() if len(text) < 30 and self._fields[text]]
        if len(labels) >= 3 and len(labels) * 2 > len(texts):
            return True
        if self.name is None or self.name not in texts:
            return False
        same = [column for column, text in texts.items() if self._repeats(column, text)]
        return len(same) >= 2 and (self.name in same or len(same) * 2 > len(texts))

    def _repeats(self, column: int, text: str) -> bool:
        if squeeze(text) in map(squeeze, self.shape.table.header.paths.get(column, ())):
            return True
        name = self.shape.taken.get(column)
        return bool(name and len(text) < 30 and name == self._fields[text])

    def _is_numbering(self, row: Row, texts: dict[int, str]) -> bool:
        """The line 1 2 3 4 … (or （1）（2）, A B C) under the header of printed forms."""
        if row.number > self.shape.table.header.rows[-1] + 2 or len(texts) < 3:
            return False
        plain = [plain_label(text) for text in texts.values()]
        if all(text.isdecimal() for text in plain):
            numbers = [int(text) for text in plain]
            return all(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))
        return plain in (
            [chr(65 + column) for column in range(len(plain))],
            list("甲乙丙丁戊己庚辛壬癸")[: len(plain)],
        )

    def _is_instruction(self, texts: dict[int, str]) -> bool:
        """必填 | 必填，男/女 | 必填，18位: what a template says below its header."""
        said = sum(map(is_instruction, texts.values()))
        if self.name in texts and not is_instruction(texts[self.name]):
            return said >= 3 and said * 2 > len(texts) and not any(map(_ID_LIKE.search, texts.values()))
        return said >= 2 and said * 2 >= len(texts)

    def _is_remark_of_the_sheet(self, row: Row, texts: dict[int, str]) -> bool:
        name = texts.get(self.name, "") if self.name is not None else ""
        nameless = says_nothing(name)
        if nameless and or_none(name):
            return True
        said = {column: text for column, text in texts.items() if column != self.remark}
        if nameless and (any(map(is_remark, said.values())) or is_nobody(texts.get(self.remark or -1, ""))):
            return True
        if row.number in self.shape.wide:
            return True
        return len(texts) == 1 and (
            not name
            or len(name) > 12
            or bool(re.search("[0-9]", name))
            or bool(NOTE.search(name))
            or nameless
            or say(name).is_heading
            or bool(_VILLAGE.fullmatch(squeeze(name)))
        )
