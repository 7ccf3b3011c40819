"""Birth dates in every form in which offices and their programs write them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hutong.children.values.text import Cell, cell_text, or_none
from hutong.ground.clock import SHANGHAI
from hutong.ledgers.reading.date_shapes import MONTH, MONTHS, DateReading, read_digits, read_text

# What stands around a date: its weekday, an age, which calendar, that somebody was born.
_AROUND = re.compile(
    r"^(?:公历|阳历|新历|公元|生于|出生于?|出生日期|大?约)\s*[:]?\s*|"
    r"(?<=月)份$|(?<=[日号])\s*\d{1,2}[时点].*$|"
    r"\(?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*\)?|"
    r"[(（]?\s*\d{1,2}\s*周?岁(?:\d{1,2}个?月)?\s*[)）]?$|\((?:公历|阳历|新历|身份证[^()\d]*|户口[^()\d]*)\)$|(?<=[日号\d])\s*(?:出生|生)$"
)
_LUNAR = re.compile("农历|阴历|旧历|闰|腊月|正月|初")
_CLOCK = re.compile(
    r"(?:[T\s]|,\s)\s*(?:上午|下午|凌晨|早上|晚上)?\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*([AP]M)?\s*(Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
# As a browser writes a day by itself: Sat Mar 05 2016 00:00:00 GMT+0800 (中国标准时间).
_BROWSER = re.compile(
    rf"[a-z]{{3}},?\s+(?:{MONTH}\s+(\d{{1,2}})|(\d{{1,2}})\s+{MONTH})\s+(\d{{4}})\s+(\d{{2}}):(\d{{2}}):(\d{{2}})\s+GMT([+-]\d{{4}})?.*",
    re.IGNORECASE,
)
# Milliseconds since 1970, as programs keep a moment.
_MILLISECONDS = re.compile(r"(?:/Date\()?([0-9]{10})000(?:[+-][0-9]{4})?(?:\)/)?")
_DECIMAL = re.compile(r"(?<=^[0-9]{8})\.0+$")
# SheetJS writes midnight in Shanghai 43 seconds early: its offset of 1900 was 8:05:43.
_EARLY = time(23, 59)
# Midnight in Shanghai, told in UTC by a program that left the zone out.
_MIDNIGHT = time(16)


def read_date(cell: Cell) -> DateReading:
    """Reads 2021-06-26, 2020.02.27, 2021年1月29日, 20200929, 43794 (Excel), 2019.11, 19.3.5, 二〇二一年…, and what browsers
    and Excel make of them."""
    if isinstance(cell, datetime):
        return _of_moment(cell)
    if isinstance(cell, date):
        return _of_day(cell)
    if isinstance(cell, bool):
        return DateReading()
    text = or_none(cell_text(cell))
    if text is None:
        return DateReading(blank=True)
    if match := _MILLISECONDS.fullmatch(text):
        return _of_moment(datetime.fromtimestamp(int(match[1]), UTC))
    text = _DECIMAL.sub("", text)
    return read_digits(text) if text.isdecimal() and text.isascii() else _read_written(text)


def _of_moment(moment: datetime) -> DateReading:
    local = moment if moment.tzinfo is None else moment.astimezone(SHANGHAI).replace(tzinfo=None)
    day, following = local.date(), min(local.date(), date.max - timedelta(1)) + timedelta(1)
    if local.time() >= _EARLY:
        return _of_day(following)
    if local.time() == _MIDNIGHT and moment.tzinfo is None:
        return DateReading(exact=day, instead=((following.year, following.month, following.day),))
    return _of_day(day)


def _of_day(day: date) -> DateReading:
    """A date that Excel made: of 2016年3月 it makes the first of the month."""
    return DateReading(exact=day, instead=((day.year, day.month, None),) if day.day == 1 else ())


def _read_written(text: str) -> DateReading:
    if match := _BROWSER.fullmatch(text):
        return _of_browser(match)
    if _LUNAR.search(text):
        return DateReading()
    text = _AROUND.sub("", _AROUND.sub("", text)).strip()
    clock = _CLOCK.search(text)
    if not clock:
        return read_text(text)
    found = read_text(text[: clock.start()])
    return _moved(found, clock) if found.exact else found


def _moved(found: DateReading, clock: re.Match[str]) -> DateReading:
    """A written day with a time: the day in Shanghai of that moment."""
    hour, minute, second, half, zone = clock.groups()
    try:
        at = time(int(hour) % 12 + 12 * (half.upper() == "PM") if half else int(hour), int(minute), int(second or 0))
        moment = datetime.combine(found.exact or date.min, at)
        if zone:
            moment = datetime.fromisoformat(moment.isoformat() + ("+00:00" if zone.upper() == "Z" else zone))
        return replace(_of_moment(moment), instead=_of_moment(moment).instead if at >= _MIDNIGHT else ())
    except (ValueError, OverflowError):
        return found


def _of_browser(match: re.Match[str]) -> DateReading:
    month_a, day_a, day_b, month_b, year, hour, minute, second, zone = match.groups()
    try:
        month = MONTHS.index((month_a or month_b)[:3].lower()) + 1
        at = datetime(int(year), month, int(day_a or day_b), int(hour), int(minute), int(second))
        offset = datetime.strptime(zone or "+0000", "%z").tzinfo
        return _of_moment(at.replace(tzinfo=offset))
    except (ValueError, OverflowError):
        return DateReading()
