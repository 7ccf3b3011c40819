"""Finding the header of a sheet: title rows above it, one to three rows with merged groups, anywhere."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from hutong.children.values.text import Cell, cell_text, squeeze
from hutong.children.values.vocabulary import FLAG, Words, plain_label
from hutong.ledgers.reading.book import Merged, Row, Sheet
from hutong.ledgers.reading.columns import Path, look_up, take

DEEPEST = 3
SCANNED = 2_000
_WEAK = frozenset({"serial", "remark", "county", "township", "village"})


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (1-based rows), each column's header path, and the title lines above."""

    rows: tuple[int, ...]
    paths: Mapping[int, Path]
    titles: tuple[str, ...]
    score: int
    strong: bool  # has a name and a birth date or ID number

    def text(self, column: int) -> str:
        """The header as people say it: 父亲/姓名."""
        return "/".join(self.paths.get(column, ()))


def find_header(sheet: Sheet, words: Words) -> Header | None:
    """The header that names the most fields; None where no row names a child and two facts about it."""
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:SCANNED]):
        if best and best.strong and row.number > best.rows[-1] + 30:
            break
        if not _promising(sheet.rows[index : index + DEEPEST], words):
            continue
        for depth in range(1, DEEPEST + 1):
            header = _header_at(sheet, index, depth, words)
            if header and (best is None or header.score > best.score):
                best = header
    return best


def _promising(rows: list[Row], words: Words) -> bool:
    """Whether known words stand in the row, and enough of them in it and the rows that may belong to it."""
    known = [_known_words(row, words) for row in rows]
    return known[0] > 0 and sum(known) >= 2


def _known_words(row: Row, words: Words) -> int:
    texts = [cell for cell in row.cells if isinstance(cell, str) and len(cell) < 30]
    return sum(1 for text in texts if look_up((text,), words) or plain_label(text) in words.people)


def _header_at(sheet: Sheet, index: int, depth: int, words: Words) -> Header | None:
    rows = sheet.rows[index : index + depth]
    if len(rows) < depth or rows[-1].number - rows[0].number != depth - 1:
        return None
    paths = _paths(rows, sheet.merged)
    fields = {name for name in take(paths, words, guess=False).values() if name}
    telling = {name for name in fields - _WEAK if not name.startswith(FLAG)}
    strong = "name" in fields and bool(fields & {"birth_date", "id_number"})
    nameless = len(telling) >= (3 if fields & {"birth_date", "id_number"} else 4)
    if not (strong or nameless or ("name" in fields and len(fields) >= 3)):
        return None
    titles = tuple(text for row in sheet.rows[max(0, index - 10) : index] for text in map(cell_text, row.cells) if text)
    return Header(tuple(row.number for row in rows), paths, titles, len(fields), strong)


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
