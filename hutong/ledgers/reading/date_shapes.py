"""The shapes of a written date: which numbers in it are year, month and day, and what only an ID number can tell."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Pattern = tuple[int | None, int | None, int | None]

_SEP = r"\s*[-/.。,,、_年月\s–—~\\·•∙・:]\s*"
_YMD = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*[日号.。]?")
_DMY = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.年\\·]\s*(\d{1,2})\s*[-/.月\\·]\s*(\d{1,2})\s*[日号]?")
_YM = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*[月.]?")
_SHORT_YM = re.compile(r"(\d{1,2})\s*[-/.年\\·]\s*(\d{1,2})\s*月?")
_MD = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_Y = re.compile(r"(\d{4})\s*年?")
MONTHS = [str(month) for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()]  # noqa: SIM905  # a list of quoted words would be unreadable
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
_D_MON_Y = re.compile(rf"(\d{{1,2}})[-/ ,]*{MONTH}[-/ ,]*(\d{{4}}|\d{{2}})")
_MON_D_Y = re.compile(rf"{MONTH}[-/ ,]*(\d{{1,2}})[-/ ,]+(\d{{4}})")
_MON_Y = re.compile(rf"{MONTH}[-/ ,]*(\d{{4}}|\d{{2}})")
_Y_MON = re.compile(rf"(\d{{4}}|\d{{2}})[-/ ,]*{MONTH}")
_SERIAL_DAY_0 = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says. `exact` when it is one whole date; else the `patterns` (year, month, day, unknown
    parts None) of which an ID number may confirm one; neither means unreadable, unless `blank`.
    `instead`: what an exact date means too, where an ID number says so: a program made a whole date of less."""

    exact: date | None = None
    patterns: tuple[Pattern, ...] = ()
    blank: bool = False
    instead: tuple[Pattern, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Something is written that is no date."""
        return not (self.blank or self.exact or self.patterns)

    def confirmed_by(self, other: date) -> bool:
        """Whether one of the patterns fits a date known from elsewhere."""
        return any(
            year in (None, other.year) and month in (None, other.month) and day in (None, other.day)
            for year, month, day in (*self.patterns, *self.instead)
        )


def read_digits(text: str) -> DateReading:
    """20200929, 201911, 190305, 43794 (Excel), 2019."""
    number = int(text)
    if len(text) == 8:
        return _read_whole(number // 10000, number // 100 % 100, number % 100)
    if len(text) == 6:
        by_month = (number // 100, number % 100, None)
        short = (2000 + number // 10000, number // 100 % 100, number % 100)
        return _vague([by_month, short])
    if len(text) == 5 and 20_000 <= number <= 80_000:
        return DateReading(exact=_SERIAL_DAY_0 + timedelta(days=number))
    if len(text) == 4:
        year = _real(number, None, None)
        return _vague([(number, None, None) if year else (2000 + number // 100, number % 100, None)])
    return DateReading()


def read_text(text: str) -> DateReading:
    """A date out of a text that holds nothing else."""
    text = _arabic(text)
    for shape, reader in _SHAPES:
        if match := shape.fullmatch(text):
            return reader(*map(int, match.groups()))
    for shape, order in _ENGLISH:
        if match := shape.fullmatch(text.lower()):
            return _read_english(**dict(zip(order, match.groups(), strict=True)))
    if re.fullmatch(r"\d{5}\.\d+", text):  # an Excel serial number with a time of day
        return read_digits(text[:5])
    return read_digits(text) if text.isdecimal() and text.isascii() else DateReading()


def _read_english(month: str, year: str = "", day: str = "") -> DateReading:
    """Jan-15 is January 2015, or the fifteenth of some January; 25-Aug-23 ends or begins with its year."""
    number = MONTHS.index(month[:3]) + 1
    whole = int(year) if len(year) == 4 else 2000 + int(year)
    if not day:
        found: list[Pattern] = [(whole, number, None)]
        return _vague([*found, (None, number, int(year))] if len(year) == 2 else found)
    if len(year) == 4:
        return _whole([(whole, number, int(day))])
    return _vague([(whole, number, int(day)), (2000 + int(day), number, int(year))])


def _read_dmy(a: int, b: int, year: int) -> DateReading:
    both: list[Pattern] = [pattern for pattern in {(year, a, b), (year, b, a)} if _real(*pattern)]
    return _whole(both) if len(both) == 1 else _vague(both)


def _read_short(a: int, b: int, c: int) -> DateReading:
    # 19.3.5 may be 2019-03-05 or end in its year: only the ID number can say.
    return _vague([(2000 + a, b, c), (2000 + c, a, b), (2000 + c, b, a)])


def _read_short_month(a: int, b: int) -> DateReading:
    # 16.3 is March 2016; typed into a number cell, 16.10 becomes 16.1.
    return _vague([(2000 + a, b, None), *([(2000 + a, 10, None)] if b == 1 else []), (2000 + b, a, None)])


def _read_month(year: int, month: int) -> DateReading:
    # Typed into a number cell, 2019.10 becomes 2019.1.
    return _vague([(year, month, None), (year, 10, None)] if month == 1 else [(year, month, None)])


def _read_whole(year: int, month: int, day: int) -> DateReading:
    # 2014-02-00: no day was known.
    if day == 0:
        return _vague([(year, month or None, None)])
    return _whole([(year, month, day)])


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., DateReading]], ...] = (
    (_YMD, _read_whole),
    (_DMY, _read_dmy),
    (_SHORT, _read_short),
    (_YM, _read_month),
    (_MD, lambda month, day: _vague([(None, month, day)])),
    (_SHORT_YM, _read_short_month),
    (_Y, lambda year: _vague([(year, None, None)])),
)
_ENGLISH = (
    (_D_MON_Y, ("day", "month", "year")),
    (_MON_D_Y, ("month", "day", "year")),
    (_MON_Y, ("month", "year")),
    (_Y_MON, ("year", "month")),
)


def _whole(patterns: list[Pattern]) -> DateReading:
    (year, month, day) = patterns[0]
    return DateReading(exact=date(year or 0, month or 0, day or 0)) if _real(year, month, day) else DateReading()


def _vague(patterns: list[Pattern]) -> DateReading:
    return DateReading(patterns=tuple(sorted({p for p in patterns if _real(*p)}, key=str)))


def _real(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return year is None or 1900 <= year <= 2200


def _arabic(text: str) -> str:
    """二〇二一年六月二十六日 → 2021年6月26日; other text as it is."""
    if not re.search(r"[〇○零一二三四五六七八九十].*年", text):
        return text
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text)
    return text.replace("十", "10").translate(_HAN_DIGITS)


_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
