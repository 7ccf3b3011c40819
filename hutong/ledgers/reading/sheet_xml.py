"""What the fast reader of .xlsx does not tell: hidden columns, and cells whose formula failed or was never worked out."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

CHUNK = 4 << 20
MOST_FAILED = 500_000
MOST_PIECES = 150  # 600 MB of one sheet
FAILED = "#N/A"
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\b[^>]{0,2000}>")
_ID = re.compile(rb'\b\w+:id="([^"]+)"')
_LINK = re.compile(rb"<(?:\w{1,20}:)?Relationship\b[^>]{0,2000}>")
_COL = re.compile(rb"<(?:\w{1,20}:)?col\b[^>]{0,500}>")
_ERROR = re.compile(rb'<c (?=[^>]{0,200}\bt="e")[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(
    rb"<c ([^>]{0,200})><f(?:[^>]{0,500}/>|[^>]{0,500}>[^<]{0,9000}</f>)(?:<v ?/>|<v></v>)?</c>",
)
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


class Beside(NamedTuple):
    """Of one sheet: its hidden columns (0-based), and {row (1-based): columns} of cells without a result."""

    hidden: list[int]
    failed: dict[int, list[int]]


def beside(data: bytes) -> list[Beside]:
    """For each sheet of a workbook, in its order; read in pieces, so that its size does not matter."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [_look(book, part) for part in _parts(book)]


def _parts(book: zipfile.ZipFile) -> list[str]:
    """The files of the sheets, in the order of the workbook."""
    targets: dict[bytes, str] = {}
    for link in _LINK.findall(book.read("xl/_rels/workbook.xml.rels")):
        key, target = re.search(rb'\bId="([^"]+)"', link), re.search(rb'\bTarget="([^"]+)"', link)
        if key and target:
            path = target[1].decode("utf-8", "replace")
            targets[key[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    named = [_ID.search(sheet) for sheet in _SHEET.findall(book.read("xl/workbook.xml"))]
    return [targets.get(one[1], "") if one else "" for one in named]


def _look(book: zipfile.ZipFile, part: str) -> Beside:
    found = Beside([], {})
    if part not in book.namelist():
        return found
    count = 0
    for number, piece in enumerate(_pieces(book, part)):
        if number == 0:
            found.hidden.extend(_hidden(piece[: piece.find(b"<sheetData")]))
        for letters, row in _failed(piece):
            found.failed.setdefault(int(row), []).append(_column(letters))
            count += 1
        if count > MOST_FAILED:
            break
    return found


def _pieces(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The file in pieces that end between two cells."""
    rest = b""
    with book.open(part) as stream:
        for _ in range(MOST_PIECES):
            chunk = stream.read(CHUNK)
            if not chunk:
                break
            chunk = rest + chunk
            cut = chunk.rfind(b"<c ")
            cut = len(chunk) if cut <= 0 or len(chunk) - cut > CHUNK else cut
            yield chunk[:cut]
            rest = chunk[cut:]
    yield rest


def _hidden(piece: bytes) -> Iterator[int]:
    for col in _COL.findall(piece):
        first, last = re.search(rb'\bmin="([0-9]+)"', col), re.search(rb'\bmax="([0-9]+)"', col)
        if first and last and re.search(rb'\bhidden="(?:1|true)"|\bwidth="0(?:\.0*)?"', col):
            yield from range(int(first[1]) - 1, min(int(last[1]), 256))


def _failed(piece: bytes) -> Iterator[tuple[bytes, bytes]]:
    if b't="e"' in piece:
        yield from _ERROR.findall(piece)
    if b"<f" in piece:
        for attributes in _FORMULA.findall(piece):
            if b't="str"' not in attributes and (cell := _CELL.search(attributes)):
                yield cell[1], cell[2]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
