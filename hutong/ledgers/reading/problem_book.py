"""The same workbook back, with problem cells coloured and a comment in each that says what to do."""

import json
import re
from collections import defaultdict
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from hutong.children.values.text import Cell
from hutong.ledgers.reading.book import Book, Sheet
from hutong.ledgers.reading.limited import run
from hutong.ledgers.reading.marks import comment_on, fill_for
from hutong.ledgers.reading.results import CheckedLedger

# Above this openpyxl's picture of a styled workbook outgrows the memory limit: a plain copy is written instead.
MOST_STYLED_CELLS = 400_000
SECONDS = 120
Marks = dict[str, list[dict[str, Any]]]  # sheet → {row, column, severity, text}


def write(path_in: str | Path, checked: CheckedLedger, path_out: str | Path) -> None:
    """Writes `path_out` (.xlsx): for an .xlsx the workbook itself, else a new one with the same rows.

    Errors are red, warnings yellow; text that looks like a formula stays text. The file is opened in a
    confined child process; when that fails (too large, too odd) a plain copy of the rows is written.
    """
    marks = _marks(checked)
    if checked.book.kind == "xlsx" and _cells(checked.book) <= MOST_STYLED_CELLS:
        arguments = (str(Path(path_in).resolve()), str(Path(path_out).resolve()))
        outcome = run("hutong.ledgers.reading.marks", *arguments, given=json.dumps(marks).encode(), seconds=SECONDS)
        if outcome.code == 0:
            return
    _write_copy(checked.book, marks, Path(path_out))


def _marks(checked: CheckedLedger) -> Marks:
    marks: Marks = {}
    for row in checked.rows:
        cells: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for problem in row.problems:
            cells[problem.column or 0].append((problem.severity, problem.message))
        for column, found in cells.items():
            severity = "error" if any(one == "error" for one, _ in found) else "warning"
            text = "\n".join(dict.fromkeys(message for _, message in found))
            mark = {"row": row.row, "column": column, "severity": severity, "text": text}
            marks.setdefault(row.sheet or "", []).append(mark)
    return marks


def _cells(book: Book) -> int:
    return sum(len(row.cells) for sheet in book.sheets for row in sheet.rows)


def _write_copy(book: Book, marks: Marks, path: Path) -> None:
    copy = Workbook(write_only=True)
    for sheet in book.sheets:
        if sheet.visible:
            _write_sheet(copy.create_sheet(_title(sheet.name or "台账")), sheet, marks.get(sheet.name or "", []))
    copy.save(path)


def _write_sheet(target: WriteOnlyWorksheet, sheet: Sheet, marks: list[dict[str, Any]]) -> None:
    marked = {(mark["row"], mark["column"]): mark for mark in marks}
    widest = max((column for _, column in marked), default=-1) + 1
    last = 0
    for row in sheet.rows:
        for _ in range(row.number - last - 1):
            target.append([])
        last = row.number
        cells = chain(row.cells, [None] * (widest - len(row.cells)))
        target.append([_copied(target, cell, marked.get((last, at))) for at, cell in enumerate(cells)])


def _copied(target: WriteOnlyWorksheet, value: Cell, mark: dict[str, Any] | None) -> OpenpyxlCell | None:
    if value is None and mark is None:
        return None
    cell = WriteOnlyCell(target, value=_writable(value))
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever sign it begins with
    if mark:
        cell.fill = fill_for(mark["severity"])
        cell.comment = comment_on(mark["text"])
    return cell


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", "_", name)[:31]


def _writable(value: Cell) -> str | float | datetime | None:
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " or sign in "\t\n\r")[:32_767]
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value
