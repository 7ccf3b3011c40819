"""The child process of `problem_book`: opens the workbook, colours and comments cells, saves it elsewhere."""

import json
import sys
from functools import cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from hutong.ledgers.reading.limited import confine

_COLOURS = {"error": "FFFFB3B3", "warning": "FFFFF2B3"}


@cache
def fill_for(severity: str) -> PatternFill:
    """Red for what keeps a row out, yellow for a warning."""
    return PatternFill("solid", start_color=_COLOURS[severity])


def comment_on(text: str) -> Comment:
    """A comment large enough to be read whole."""
    lines = sum(1 + len(line) // 20 for line in text.splitlines())
    return Comment(text, "护童", height=30 + 20 * lines, width=280)


def main(path_in: str, path_out: str, marks: dict[str, list[dict[str, Any]]]) -> None:
    """Marks the cells of `path_in` and saves it as `path_out`."""
    book = load_workbook(path_in, keep_links=False)
    for name, found in marks.items():
        for mark in found:
            _mark(book[name], mark)
    book.save(path_out)


def _mark(sheet: Worksheet, mark: dict[str, Any]) -> None:
    cell = sheet.cell(mark["row"], mark["column"] + 1)
    if isinstance(cell, MergedCell):  # a comment can only stand in the first cell of a merged range
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(area.min_row, area.min_col)
    cell.fill = fill_for(mark["severity"])
    said = [cell.comment.text] if cell.comment else []
    if mark["text"] not in said:
        cell.comment = comment_on("\n".join([*said, mark["text"]]))


if __name__ == "__main__":
    confine(seconds=110)
    main(sys.argv[1], sys.argv[2], json.load(sys.stdin))
