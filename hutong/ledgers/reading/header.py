"""Finding the headers of a sheet: title rows above, one to three rows with merged groups, anywhere; a sheet may hold several
tables, one below the other."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from hutong.children.values.text import Cell, cell_text, squeeze
from hutong.children.values.vocabulary import FLAG, Words, plain_label
from hutong.ledgers.reading.book import Merged, Row, Sheet
from hutong.ledgers.reading.columns import Path, is_stranger, look_up, take
from hutong.ledgers.reading.memory import Remembered

DEEPEST = 3
SCANNED = 2_000
TITLES = 10
_NUMBER = re.compile(r"[0-9]{10,}")
_DATA = re.compile(r"[0-9]{15}|(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}")
_WEAK = frozenset({"serial", "remark", "county", "township", "village"})


class Line(NamedTuple):
    """A text that stands in the sheet outside the table, and its row (1-based)."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (1-based rows), each column's header path, and the title lines above."""

    rows: tuple[int, ...]
    paths: Mapping[int, Path]
    titles: tuple[Line, ...]
    score: int
    strong: bool  # has a name and a birth date or ID number

    def text(self, column: int) -> str:
        """The header as people say it: 父亲/姓名."""
        return "/".join(self.paths.get(column, ()))

    def part(self, columns: range) -> "Header":
        """The header of some of its columns."""
        return replace(self, paths={column: path for column, path in self.paths.items() if column in columns})


class Headers:
    """The headers of one sheet; every text is looked up once."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self._sheet, self._words = sheet, words
        self._fields: Remembered[str, str | None] = Remembered(lambda text: look_up((text,), words))

    def strong(self) -> Iterator[Header]:
        """Every header with a child's name and birth date or ID number, from the top down; below the first a child's name is
        enough, for rows under other words are not read by the first."""
        after, found, telling = 0, False, 0
        for index, row in enumerate(self._sheet.rows):
            if index < after or (found and _is_data(row.cells, telling)) or not self._may_name(row, found):
                continue
            starts = range(max(after, index - DEEPEST + 1), index + 1)
            header = self._best(starts, index, found)
            if header:
                found, after, telling = True, index + 1, self._telling(header)
                while after < len(self._sheet.rows) and self._sheet.rows[after].number <= header.rows[-1]:
                    after += 1
                yield header
            elif not found and index > SCANNED:
                return

    def _telling(self, header: Header) -> int:
        """The column whose cells are no words: of ID numbers, else of birth dates."""
        fields = {name: column for column, name in take(header.paths, self._words, guess=False).items() if name}
        return fields.get("id_number", fields.get("birth_date", 0))

    def weak(self) -> Header | None:
        """The header that names the most fields, where none is strong."""
        return self._best(range(min(SCANNED, len(self._sheet.rows))), -1, True)

    def told_below(self, header: Header) -> int | None:
        """The row under a one-row header in which other fields are named under its own: every child then takes two lines."""
        rows = self._sheet.rows
        below = next((row for row in rows if row.number == header.rows[0] + 1), None) if len(header.rows) == 1 else None
        labels = self.labels(below) if below else []
        if below is None or len(labels) * 2 <= sum(cell is not None for cell in below.cells):
            return None
        own = take(header.paths, self._words, guess=False)
        other = {self._fields[str(below.cells[column])] for column in labels if own.get(column)}
        return below.number if len(other - {None}) >= 2 and not other & set(own.values()) else None

    def labels(self, row: Row) -> list[int]:
        """The columns of a row in which a known header word stands."""
        return [column for column, cell in enumerate(row.cells) if isinstance(cell, str) and self._is_label(cell)]

    def _may_name(self, row: Row, found: bool) -> bool:
        """Below the first header only 姓名 and the like are looked for: a ledger has a hundred thousand rows."""
        texts = [cell for cell in row.cells if isinstance(cell, str) and (not found or "名" in cell)]
        return any(len(text) < 30 and self._fields[text] == "name" for text in texts)

    def _is_label(self, text: str) -> bool:
        return len(text) < 30 and bool(self._fields[text] or plain_label(text) in self._words.people)

    def _best(self, starts: range, through: int, weak: bool) -> Header | None:
        best: Header | None = None
        for index in starts:
            if not self._promising(index):
                continue
            for depth in range(max(1, through - index + 1), DEEPEST + 1):
                header = self._at(index, depth, through >= 0 and weak)
                if header and (header.strong or weak) and (best is None or header.score > best.score):
                    best = header
        return best

    def _promising(self, index: int) -> bool:
        """Whether known words stand in the row, and enough of them in it and the rows that may belong to it."""
        rows = self._sheet.rows[index : index + DEEPEST]
        known = [len(self.labels(row)) for row in rows]
        return known[0] > 0 and sum(known) >= 2 and not self._is_title(rows[0])

    def _is_title(self, row: Row) -> bool:
        """困境儿童 alone above a table is its title; merged over some columns it may be their group."""
        filled = [column for column, cell in enumerate(row.cells) if cell is not None]
        return len(filled) == 1 and not any(
            area.first_row == row.number and area.first_column == filled[0] for area in self._sheet.merged
        )

    def _at(self, index: int, depth: int, later: bool) -> Header | None:
        sheet, words = self._sheet, self._words
        rows = sheet.rows[index : index + depth]
        if len(rows) < depth or rows[-1].number - rows[0].number != depth - 1 or any(map(_has_data, rows)):
            return None
        paths = _paths(rows, sheet.merged)
        taken = take(paths, words, guess=False)
        fields = {name for name in taken.values() if name}
        strangers = [column for column, path in paths.items() if not taken[column] and is_stranger(path, words)]
        telling = {name for name in fields - _WEAK if not name.startswith(FLAG)}
        strong = "name" in fields and bool(fields & {"birth_date", "id_number"})
        nameless = len(telling) >= (3 if fields & {"birth_date", "id_number"} else 4)
        if not (strong or nameless or ("name" in fields and len(fields) >= 3)):
            return None
        return Header(
            tuple(row.number for row in rows), paths, self._titles(index, later), len(fields) + len(strangers), strong
        )

    def _titles(self, index: int, later: bool) -> tuple[Line, ...]:
        """The lines above: of a second table those below the children of the first."""
        lines: list[Line] = []
        for row in reversed(self._sheet.rows[max(0, index - TITLES) : index]):
            texts = [text for text in map(cell_text, row.cells) if text]
            if later and (len(texts) > 2 or any(_NUMBER.search(text) for text in texts)):
                break
            lines = [Line(row.number, text) for text in texts] + lines
        return tuple(lines)


def _has_data(row: Row) -> bool:
    """Whether an ID number or a day stands in a row: no header has them."""
    return any(isinstance(cell, date) or (isinstance(cell, str) and _DATA.match(cell)) for cell in row.cells)


def _is_data(cells: list[Cell], column: int) -> bool:
    """Whether a cell begins as a number or a date does, at a glance."""
    cell = cells[column] if column < len(cells) else None
    return cell is not None and (not isinstance(cell, str) or "0" <= cell[:1] <= "9")


def _paths(rows: list[Row], merged: list[Merged]) -> dict[int, Path]:
    width = max(len(row.cells) for row in rows)
    numbers = {row.number for row in rows}
    inside = [area for area in merged if area.first_row in numbers and area.first_column < width]
    lines = [[_as_written(row.cell(column)) for column in range(width)] for row in rows]
    for area in inside:
        _spread(lines, rows[0].number, area, width)
    if not any(area.width > 1 and area.width < width * 0.9 for area in inside):
        _inherit(lines)
    paths = {column: _path([line[column] for line in lines]) for column in range(width)}
    return {column: path for column, path in paths.items() if path}


def _as_written(cell: Cell) -> str:
    return "".join(cell.replace("\x00", "").split()) if isinstance(cell, str) else cell_text(cell)


def _spread(lines: list[list[str]], first: int, area: Merged, width: int) -> None:
    """A merged group's text stands over all its columns; a title across the whole sheet over none."""
    text = lines[area.first_row - first][area.first_column]
    if area.width >= 4 and area.width >= width * 0.9:
        text = ""
    for number in range(area.first_row, min(area.last_row, first + len(lines) - 1) + 1):
        for column in range(area.first_column, min(area.last_column + 1, width)):
            lines[number - first][column] = text


def _inherit(lines: list[list[str]]) -> None:
    """Without merged groups (CSV) a group's text stands in its first column only: carry it to the right."""
    for upper, lower in itertools.pairwise(lines):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]


def _path(texts: list[str]) -> Path:
    path: list[str] = []
    for text in texts:
        if squeeze(text) and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)
