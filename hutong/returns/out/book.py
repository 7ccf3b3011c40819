"""Writes one sheet as .xlsx, row by row in constant memory: title, lines under it, merged header, rows, signature."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rustpy_xlsxwriter import FastExcel, Format

from hutong.returns.out.escape import escaped

Row = Sequence[Any]
TOLD = 2000
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column with its header path, such as ("父亲", "联系电话"), and width in characters."""

    header: tuple[str, ...]
    width: float = 12


@dataclass(frozen=True)
class Sheet:
    """What stands around the rows. under: lines below the title; signature: the line below the last row."""

    name: str
    columns: tuple[Column, ...]
    title: str = ""
    under: tuple[str, ...] = ()
    signature: str = ""
    landscape: bool = True

    @property
    def serial(self) -> int:
        """The column that numbers the rows; -1 for none."""
        return next((n for n, column in enumerate(self.columns) if column.header == ("序号",)), -1)

    @property
    def depth(self) -> int:
        return max(len(column.header) for column in self.columns)


@dataclass(frozen=True)
class Part:
    """One sheet of a workbook with its rows. notes: lines below the last row."""

    sheet: Sheet
    rows: Iterable[Row]
    notes: Sequence[str] = ()


def write(
    sheet: Sheet, rows: Iterable[Row], notes: Sequence[str] = (), on_progress: Callable[[int], None] = lambda done: None
) -> bytes:
    """The workbook's bytes. notes: lines below the last row; on_progress: receives the number of rows written, now and then.

    The library writes its own header from the records' keys and merges only above it; a header of several rows is
    therefore merged cells, and the library's own row below them is empty and has no height.
    """
    return write_all([Part(sheet, rows, notes)], on_progress)


def write_all(parts: Sequence[Part], on_progress: Callable[[int], None] = lambda done: None) -> bytes:
    """The same of several sheets, in their order."""
    target = io.BytesIO()
    excel = FastExcel(target)
    for part in parts:
        excel = _put(excel, part, on_progress)
    excel.save()
    return target.getvalue()


def _put(excel: FastExcel, part: Part, on_progress: Callable[[int], None]) -> FastExcel:
    sheet, deep = part.sheet, part.sheet.depth > 1
    keys = [_blank(n) for n in range(len(sheet.columns))] if deep else _unique(sheet)
    records = (
        dict(zip(keys, map(escaped, row), strict=True)) for row in _all(sheet, part.rows, part.notes, on_progress)
    )
    merges, heights, at = _above(sheet, deep)
    return excel.freeze(row=at + 1, sheet=sheet.name).sheet(
        sheet.name,
        records,
        header_row=at,
        merge_ranges=merges,
        row_heights=heights,
        column_widths=[column.width for column in sheet.columns],
        column_formats=[_plain() for _ in sheet.columns],
        header_format=_heading(),
        ignore_errors=keys,
        page_setup={
            "landscape": sheet.landscape,
            "paper_size": 9,
            "fit_to_pages": (1, 0),
            "repeat_rows": (max(at - (sheet.depth if deep else 0), 0), at),
            "footer": "&C第 &P 页，共 &N 页",
        },
    )


def _all(sheet: Sheet, rows: Iterable[Row], notes: Sequence[str], on_progress: Callable[[int], None]) -> Iterator[Row]:
    done, serial = 0, sheet.serial
    for done, row in enumerate(rows, 1):
        cells = list(row)
        if serial >= 0:
            cells[serial] = done
        yield cells
        if done % TOLD == 0:
            on_progress(done)
    on_progress(done)
    rest = [None] * (len(sheet.columns) - 1)
    yield from ([line, *rest] for line in (sheet.signature, *notes) if line)


def _above(sheet: Sheet, deep: bool) -> tuple[list[tuple[Any, ...]], dict[int, float], int]:
    """Merged cells and row heights above the first row, and the row of the library's own header."""
    last, merges, heights, at = len(sheet.columns) - 1, [], {}, 0
    if last > 0 and sheet.title:
        merges.append((0, 0, 0, last, sheet.title, _title()))
        heights[0] = 30
        for number, line in enumerate(sheet.under, 1):
            merges.append((number, 0, number, last, line, _under()))
        at = 1 + len(sheet.under)
    if not deep:
        return merges, heights, at
    # The lowest level spans two rows of half a height each, since a single cell cannot be merged.
    rows = sheet.depth + 1
    merges += _header(sheet, at)
    heights |= {at + level: 20 for level in range(sheet.depth - 1)}
    heights |= {at + rows - 2: 11, at + rows - 1: 11, at + rows: 0}
    return merges, heights, at + rows


def _header(sheet: Sheet, top: int) -> Iterator[tuple[Any, ...]]:
    bottom = top + sheet.depth
    for level in range(sheet.depth):
        start = 0
        while start < len(sheet.columns):
            path = sheet.columns[start].header
            end = start
            while level < len(path) - 1 and end + 1 < len(sheet.columns) and _same(sheet, end + 1, path, level):
                end += 1
            if level < len(path):
                low = bottom if level == len(path) - 1 else top + level
                yield from _cell(top + level, start, low, end, path[level])
            start = end + 1


def _same(sheet: Sheet, column: int, path: tuple[str, ...], level: int) -> bool:
    return (
        sheet.columns[column].header[: level + 1] == path[: level + 1] and len(sheet.columns[column].header) > level + 1
    )


def _cell(first: int, left: int, last: int, right: int, text: str) -> Iterator[tuple[Any, ...]]:
    if (first, left) != (last, right):
        yield first, left, last, right, text, _heading()


def _unique(sheet: Sheet) -> list[str]:
    """Keys that read as the headers and differ."""
    seen: dict[str, int] = {}
    keys = []
    for column in sheet.columns:
        text = column.header[-1]
        seen[text] = seen.get(text, 0) + 1
        keys.append(text + _blank(seen[text] - 1))
    return keys


def _blank(number: int) -> str:
    """A text of no width, another for each number."""
    return "".join("\u200b" if bit == "0" else "\u200c" for bit in f"{number:b}") if number else ""


def _plain() -> Format:
    return Format().set_border("thin").set_text_wrap().set_align("vcenter")


def _heading() -> Format:
    return Format().set_bold().set_border("thin").set_text_wrap().set_align("center").set_align("vcenter")


def _title() -> Format:
    return Format().set_bold().set_font_size(16).set_align("center").set_align("vcenter")


def _under() -> Format:
    return Format().set_align("left").set_align("vcenter")
