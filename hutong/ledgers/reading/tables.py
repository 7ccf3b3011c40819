"""The tables of a sheet: one below the other, side by side, their header printed again on each page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.book import Row, Sheet, column_letter
from hutong.ledgers.reading.columns import Path, look_up, take
from hutong.ledgers.reading.errors import LedgerUnreadable
from hutong.ledgers.reading.header import Header, Headers

# A field of the child that stands a second time may begin a second table beside the first.
_ANCHORS = frozenset({"serial", "county", "township", "village", "group", "name", "sex", "birth_date", "id_number"})
_TWO_LINES = (
    "工作表“{sheet}”每名儿童占两行，第二行（从第{row}行起）另有自己的栏目，读不准。请整理成一名儿童一行，再重新上传。"
)
_NOT_APART = "表头里并排着不止一张表，分不清从哪一列分开。请在两张表之间空一列，或改成上下排列，再重新上传。"
_SAME = 3  # fields that two tables side by side have in common


@dataclass(slots=True)
class Table:
    """Some rows and columns of a sheet under one header. `taken`: what its columns are guessed to be."""

    sheet: Sheet
    header: Header
    taken: dict[int, str | None]
    first: int = 0  # the rows of the sheet from this index …
    last: int = 0  # … up to this one
    beside: range | None = None  # its columns, where another table stands beside it
    again: set[int] = field(default_factory=set)  # rows in which the header is printed again

    @property
    def corner(self) -> str:
        """The first cell of the header: A8."""
        return f"{column_letter(min(self.header.paths, default=0))}{self.header.rows[0]}"

    def rows(self) -> Iterator[Row]:
        """The rows below the header, without those in which it is printed again."""
        for row in self.sheet.rows[self.first : self.last]:
            if row.number in self.again:
                continue
            if self.beside is None:
                yield row
                continue
            own = row.cells[self.beside.start : self.beside.stop]
            if any(cell is not None for cell in own):
                yield Row(row.number, [None] * self.beside.start + own)


def find_tables(sheet: Sheet, headers: Headers, words: Words) -> list[Table]:
    """The tables with a strong header; else the one under the header that names the most fields; else none.

    Raises LedgerUnreadable where every child takes two lines, each under a header of its own."""
    found = list(headers.strong())
    if not found:
        weak = headers.weak()
        found = [weak] if weak else []
    tables: list[Table] = []
    standing: list[Table] = []
    for header in found:
        if row := headers.told_below(header):
            raise LedgerUnreadable(_TWO_LINES.format(sheet=sheet.name or "CSV", row=row))
        apart = _apart(header, sheet, words)
        if standing and [one.taken for one in apart] == [one.taken for one in standing]:
            for one in standing:
                one.again.update(header.rows)
            continue
        for one in standing:
            one.last = _index_of(sheet, header.rows[0])
        standing = apart
        tables += apart
    return tables


def _index_of(sheet: Sheet, number: int) -> int:
    low, high = 0, len(sheet.rows)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if sheet.rows[middle].number < number else (low, middle)
    return low


def _apart(header: Header, sheet: Sheet, words: Words) -> list[Table]:
    first = _index_of(sheet, header.rows[-1] + 1)
    starts = _starts(header.paths, words)
    if len(starts) == 1:
        return [Table(sheet, header, take(header.paths, words, hidden=sheet.hidden), first, len(sheet.rows))]
    spans = [range(start, end) for start, end in zip(starts, [*starts[1:], 1 << 14], strict=True)]
    parts = [header.part(span) for span in spans]
    return [
        Table(sheet, part, take(part.paths, words, hidden=sheet.hidden), first, len(sheet.rows), span)
        for part, span in zip(parts, spans, strict=True)
    ]


def _starts(paths: Mapping[int, Path], words: Words) -> list[int]:
    """The first columns of the tables that stand side by side under one header row."""
    starts = [0]
    seen: set[str] = set()
    for column in sorted(paths):
        name = look_up(paths[column], words)
        if name in seen and name in _ANCHORS and _begins_another(paths, starts[-1], column, words):
            starts.append(_start(paths, starts[-1], column))
            seen = {look_up(path, words) or "" for at, path in paths.items() if starts[-1] <= at < column}
        if name:
            seen.add(name)
    return starts


def _start(paths: Mapping[int, Path], start: int, column: int) -> int:
    """Where the table begins that has a field again in this column: behind the last column without a header, or here, where
    the headers of the table before come again in their order."""
    gaps = [at for at in range(start + 1, column + 1) if at in paths and at - 1 not in paths]
    if gaps:
        return gaps[-1]
    before = [path for at, path in sorted(paths.items()) if start <= at < column]
    behind = [path for at, path in sorted(paths.items()) if at >= column]
    if before != behind[: len(before)]:
        raise LedgerUnreadable(_NOT_APART)
    return column


def _begins_another(paths: Mapping[int, Path], start: int, column: int, words: Words) -> bool:
    before = {at: path for at, path in sorted(paths.items()) if start <= at < column}
    behind = {at: path for at, path in sorted(paths.items()) if at >= column}
    left, right = _fields(before, words), _fields(behind, words)
    if not (_is_strong(left) and _is_strong(right)):
        return False
    same = list(before.values()) == list(behind.values())[: len(before)]
    return same or len(left & right & _ANCHORS) >= _SAME or column - 1 not in paths


def _fields(paths: Mapping[int, Path], words: Words) -> set[str]:
    return {name for name in take(paths, words, guess=False).values() if name}


def _is_strong(fields: set[str]) -> bool:
    return "name" in fields and bool(fields & {"id_number", "birth_date"})
