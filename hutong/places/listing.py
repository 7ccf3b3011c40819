"""The units to load: the national list, with short names and readings, as the reporting tree has them on a day."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from hutong.places.codes import Level
from hutong.places.divisions import LISTED_ON, Division, divisions
from hutong.places.names import short_name
from hutong.places.reading import read
from hutong.places.reporting import Departure, departures, standing


class Row(NamedTuple):
    """One unit as it is loaded."""

    code: int
    level: int
    name: str
    short_name: str
    pinyin: str
    initials: str
    statistical_code: int | None
    since: date


def rows(provinces: set[int], on: date) -> Iterator[Row]:
    """All units of some provinces as the reporting tree has them on a day, each code once."""
    moves = [row for row in departures() if row.code // 10**10 in provinces]
    yield from (_added(row) for row in moves if row.statistical_code is None and row.holds(on))
    above: list[Division] = []
    for line in divisions(provinces):
        if above and above[-1].statistical_code == line.statistical_code:
            # 东莞市, 中山市, 儋州市 and 金门县 are repeated under one code: the highest unit stands for all.
            continue
        above = [unit for unit in above if unit.level < line.level]
        yield _listed(line, [unit.name for unit in above], on, moves)
        above.append(line)


def _added(row: Departure) -> Row:
    return Row(row.code, row.level, row.name, *_words(row.name, row.level), None, row.since)


def _listed(line: Division, above: list[str], on: date, moves: list[Departure]) -> Row:
    code, since, row = standing(line.statistical_code, on, moves)
    name = row.name if row and row.code == code else line.name
    # Villages are many and their names few; only a township's short name depends on what stands above it.
    words = _words(name, line.level, tuple(above) if line.level == Level.TOWNSHIP else ())
    return Row(code, line.level, name, *words, line.statistical_code, max(since, LISTED_ON))


@cache
def _words(name: str, level: int, above: tuple[str, ...] = ()) -> tuple[str, str, str]:
    short = short_name(name, level, above)
    reading = read(name, short)
    return short, reading.pinyin, reading.initials
