"""CSV in the encodings and with the separators that offices use."""

import csv
import io
from collections import Counter
from collections.abc import Iterator


class Unreadable(Exception):
    """The key of a sentence in reading.REASONS."""


SEPARATORS = ",\t;|，；"
_SAMPLE = 40
_LONGEST = 32_767  # characters in a cell of Excel


def records(data: bytes) -> Iterator[list[str]]:
    """The records of a CSV file: UTF-8 (with or without BOM), GB18030 or UTF-16 with BOM.

    A quotation mark that nobody closed would swallow all rows up to the next one: then every line is a record.
    Raises Unreadable("encoding") or ("csv").
    """
    text = _decode(data)
    sign = separator(text)
    try:
        yield from _by_line(text, sign) if _swallows(text, sign) else _parsed(text, sign)
    except csv.Error:
        raise Unreadable("csv") from None


def _parsed(text: str, sign: str):  # csv.reader has no name to be annotated by
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign)


def _swallows(text: str, sign: str) -> bool:
    """Whether a quotation mark that stands alone takes the following rows into its cell."""
    lines = text.split("\n")
    if not any(line.count('"') % 2 for line in lines):
        return False
    width, reader, before = _usual_width(text[:20_000], sign), _parsed(text, sign), 0
    try:
        for record in reader:
            quoted, before = lines[before : reader.line_num], reader.line_num
            if sum(line.count('"') for line in quoted) % 2:
                return True
            if len(quoted) > 1 and (len(record) != width or any(cell.count(sign) >= width - 1 for cell in record)):
                return True
    except csv.Error:
        return True
    return False


def _by_line(text: str, sign: str) -> Iterator[list[str]]:
    """Each line by itself, quotation marks that do not pair taken as written; all lines as wide as most, or refused."""
    lines = text.splitlines()
    found = [_line(line, sign) for line in lines]
    widths = Counter(len(cells) for cells in found if len(cells) > 1)
    if not widths:
        raise Unreadable("csv")
    width = widths.most_common(1)[0][0]
    for cells in found:
        if (sum(map(bool, cells)) > 1 and len(cells) != width) or max(map(len, cells), default=0) > _LONGEST:
            raise Unreadable("csv")
        yield cells


def _line(line: str, sign: str) -> list[str]:
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=sign), [])
    return [cell.strip().strip('"') for cell in line.split(sign)]


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("encoding")


def separator(text: str) -> str:
    """The separator under which the first records fall into the most columns."""
    first = text[:20_000]
    if first[:4].lower() == "sep=" and len(first) > 4 and first[4] in SEPARATORS:
        return first[4]
    return max(SEPARATORS, key=lambda sign: _usual_width(first, sign))


def _usual_width(text: str, sign: str) -> int:
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)][:_SAMPLE]
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 0
