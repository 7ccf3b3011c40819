"""Birth dates in every form in which offices write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hutong.children.values.text import Cell, cell_text, or_none

Pattern = tuple[int, int | None, int | None]

_SEP = r"\s*[-/.。,,、_年月\s–—~]\s*"
_YMD = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*[日号.。]?")
_DMY = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YM = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*[月.]?")
_Y = re.compile(r"(\d{4})\s*年?")
_CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?Z?$")
_SERIAL_DAY_0 = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says. `exact` when it is one whole date; else the `patterns` (year, month, day, unknown
    parts None) of which an ID number may confirm one; neither means unreadable, unless `blank`."""

    exact: date | None = None
    patterns: tuple[Pattern, ...] = ()
    blank: bool = False

    @property
    def unreadable(self) -> bool:
        """Something is written that is no date."""
        return not (self.blank or self.exact or self.patterns)

    def confirmed_by(self, other: date) -> bool:
        """Whether one of the patterns fits a date known from elsewhere."""
        return any(
            year == other.year and month in (None, other.month) and day in (None, other.day)
            for year, month, day in self.patterns
        )


def read_date(cell: Cell) -> DateReading:
    """Reads 2021-06-26, 2020.02.27, 2021年1月29日, 20200929, 43794 (Excel), 2019.11, 19.3.5, 二〇二一年…"""
    if isinstance(cell, datetime):
        return DateReading(exact=cell.date())
    if isinstance(cell, date):
        return DateReading(exact=cell)
    if isinstance(cell, bool):
        return DateReading()
    text = or_none(cell_text(cell))
    if text is None:
        return DateReading(blank=True)
    text = _CLOCK.sub("", text)
    return _read_digits(text) if text.isdecimal() and text.isascii() else _read_text(_arabic(text))


def _read_digits(text: str) -> DateReading:
    number = int(text)
    if len(text) == 8:
        return _whole([(number // 10000, number // 100 % 100, number % 100)])
    if len(text) == 6:
        by_month = (number // 100, number % 100, None)
        short = (2000 + number // 10000, number // 100 % 100, number % 100)
        return _vague([by_month, short])
    if len(text) == 5 and 20_000 <= number <= 80_000:
        return DateReading(exact=_SERIAL_DAY_0 + timedelta(days=number))
    return _vague([(number, None, None)]) if len(text) == 4 else DateReading()


def _read_text(text: str) -> DateReading:
    for shape, reader in _SHAPES:
        if match := shape.fullmatch(text):
            return reader(*map(int, match.groups()))
    if re.fullmatch(r"\d{5}\.\d+", text):  # an Excel serial number with a time of day
        return _read_digits(text[:5])
    return DateReading()


def _read_dmy(a: int, b: int, year: int) -> DateReading:
    both: list[Pattern] = [pattern for pattern in {(year, a, b), (year, b, a)} if _real(*pattern)]
    return _whole(both) if len(both) == 1 else _vague(both)


def _read_short(a: int, b: int, c: int) -> DateReading:
    # 19.3.5 may be 2019-03-05 or end in its year: only the ID number can say.
    return _vague([(2000 + a, b, c), (2000 + c, a, b), (2000 + c, b, a)])


def _read_month(year: int, month: int) -> DateReading:
    # Typed into a number cell, 2019.10 becomes 2019.1.
    return _vague([(year, month, None), (year, 10, None)] if month == 1 else [(year, month, None)])


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., DateReading]], ...] = (
    (_YMD, lambda year, month, day: _whole([(year, month, day)])),
    (_DMY, _read_dmy),
    (_SHORT, _read_short),
    (_YM, _read_month),
    (_Y, lambda year: _vague([(year, None, None)])),
)


def _whole(patterns: list[Pattern]) -> DateReading:
    (year, month, day) = patterns[0]
    return DateReading(exact=date(year, month or 0, day or 0)) if _real(year, month, day) else DateReading()


def _vague(patterns: list[Pattern]) -> DateReading:
    return DateReading(patterns=tuple(sorted({p for p in patterns if _real(*p)}, key=str)))


def _real(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return 1900 <= year <= 2200


def _arabic(text: str) -> str:
    """二〇二一年六月二十六日 → 2021年6月26日; other text as it is."""
    if not re.search(r"[〇○零一二三四五六七八九十].*年", text):
        return text
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text)
    return text.replace("十", "10").translate(_HAN_DIGITS)


_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
