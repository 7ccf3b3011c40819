"""The child process of `reading`: opens the file and prints one JSON line a sheet head or a block of rows.

Only JSON leaves this process: whatever the file did to the parser, the parent never unpickles it.
"""

import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from hutong.ledgers.reading.limited import confine
from hutong.ledgers.reading.reading_csv import Unreadable, records
from hutong.ledgers.reading.sheet_xml import FAILED, Beside, beside

Rows = Iterable[tuple[int, list[Any]]]

MOST_ROWS = 200_000
MOST_COLUMNS = 256
MOST_MERGED = 200_000
# Of all sheets, from the first to the last filled cell: one far cell makes four kilobytes a minute's work.
MOST_CELLS = 12_000_000
# Twice what the longest column keeps, so that it is told as too long. Excel takes 32,767 signs, and what looks for names and notes in
# a cell of one sign over and over takes as long as their square.
LONGEST_CELL = 1_000
BLOCK = 2_000


def main(path: str) -> None:
    """Prints {"kind"}, then for each sheet its head and its rows; or {"failed"} anywhere."""
    try:
        _tell(Path(path).read_bytes())
    except Unreadable as reason:
        _say({"failed": str(reason)})
    except MemoryError:
        _say({"failed": "too_large"})
    except BaseException:  # the Rust reader's panics are no Exception
        _say({"failed": "damaged"})
    sys.stdout.flush()


def _tell(data: bytes) -> None:
    kind = _kind(data)
    _say({"kind": kind})
    if kind == "csv":
        _say({"name": None, "visible": True, "hidden": [], "merged": []})
        _say_rows(enumerate(records(data), 1))
    else:
        _tell_workbook(data)


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("encrypted")
        if "WordDocument".encode("utf-16-le") in data:
            raise Unreadable("document")
        return "xls"
    return _kind_of_text(data)


def _kind_of_zip(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("damaged") from None
    if "word/document.xml" in names:
        raise Unreadable("document")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names or "content.xml" in names:
        return "other"
    raise Unreadable("no_table")


def _kind_of_text(data: bytes) -> str:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<?xml", b"mime-version")):
        raise Unreadable("web_page")
    if start.startswith((b"%pdf", b"{\\rtf")):
        raise Unreadable("document")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("no_table")
    return "csv"


def _tell_workbook(data: bytes) -> None:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Unreadable("encrypted") from None
    cells = 0
    told = _beside(data)
    for position, about in enumerate(book.sheets_metadata):
        if about.typ is SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(position)
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS or sheet.total_height > MOST_ROWS:  # empty cells are never walked
                raise Unreadable("too_large")
            merged = [[a + 1, b, c + 1, d] for (a, b), (c, d) in sheet.merged_cell_ranges or []]
            visible = about.visible is SheetVisibleEnum.Visible
            hidden, failed = told[position] if position < len(told) else ([], {})
            head = {"name": about.name.replace("\x00", ""), "visible": visible, "hidden": hidden}
            _say(head | {"merged": merged[:MOST_MERGED]})
            left = sheet.start[1] if sheet.start else 0
            rows = ((number, [None] * left + row) for number, row in enumerate(sheet.iter_rows(), 1))
            _say_rows(_with_failed(rows, failed) if failed else rows)


def _beside(data: bytes) -> list[Beside]:
    if not data.startswith(b"PK"):
        return []
    try:
        return beside(data)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, zlib.error):
        return []  # the reader itself says what is wrong with the file


def _with_failed(rows: Rows, failed: dict[int, list[int]]) -> Rows:
    """A formula without a result is no empty cell."""
    for number, row in rows:
        for column in failed.get(number, ()):
            row.extend([None] * (column + 1 - len(row)))
            if row[column] in (None, ""):
                row[column] = FAILED
        yield number, row


def _say_rows(rows: Rows) -> None:
    filled = _filled(rows)
    count = 0
    while block := list(islice(filled, BLOCK)):
        count += len(block)
        if count > MOST_ROWS:
            raise Unreadable("too_many_rows")
        _say({"rows": block})


def _filled(rows: Rows) -> Rows:
    for number, row in rows:
        cells = [
            None if cell == "" else cell[:LONGEST_CELL] if cell.__class__ is str and len(cell) > LONGEST_CELL else cell
            for cell in row[:MOST_COLUMNS]
        ]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return str(value)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False, default=_plain).encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    confine()
    main(sys.argv[1])
