"""CSV in the encodings and with the separators that offices use."""

import csv
import io
from collections import Counter
from collections.abc import Iterator


class Unreadable(Exception):
    """The key of a sentence in reading.REASONS."""


SEPARATORS = ",\t;|，；"


def records(data: bytes) -> Iterator[list[str]]:
    """The records of a CSV file: UTF-8 (with or without BOM), GB18030 or UTF-16 with BOM.

    Raises Unreadable("encoding") or ("csv").
    """
    text = _decode(data)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    except csv.Error:
        raise Unreadable("csv") from None


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
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)][:40]
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 0
