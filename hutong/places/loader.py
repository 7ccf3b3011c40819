"""Loads the national list into the database: COPY into a temporary table, then one merge."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connections, transaction

from hutong.config import clock
from hutong.places.divisions import LISTED_ON, Division, divisions, provinces
from hutong.places.names import short_name
from hutong.places.reading import read
from hutong.places.reporting import Departure, departures, standing


class UnknownProvince(ValueError):
    """A two-digit code that is not in the national list; the message is Chinese."""


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


STAGE = """
CREATE TEMPORARY TABLE place_stage (
    code bigint, level smallint, name text COLLATE "C", short_name text COLLATE "C",
    pinyin text COLLATE "C", initials text COLLATE "C", statistical_code bigint, since date
)
"""
MERGE = (
    # Two loads at once would both insert.
    "LOCK TABLE places_place IN SHARE ROW EXCLUSIVE MODE",
    "ANALYZE place_stage",
    # On a database just made the planner knows nothing of the two tables, and loops over loops for an hour.
    "SET LOCAL enable_nestloop = off",
    # Not ON CONFLICT alone: it spends a number of the sequence for every row that is already there.
    """
    UPDATE places_place p SET level = s.level, name = s.name, short_name = s.short_name,
           pinyin = s.pinyin, initials = s.initials
      FROM place_stage s
     WHERE p.code = s.code AND (p.level, p.name, p.short_name, p.pinyin, p.initials)
           IS DISTINCT FROM (s.level, s.name, s.short_name, s.pinyin, s.initials)
    """,
    """
    INSERT INTO places_place (code, level, name, short_name, pinyin, initials)
    SELECT code, level, name, short_name, pinyin, initials FROM place_stage s
     WHERE NOT EXISTS (SELECT 1 FROM places_place p WHERE p.code = s.code) ORDER BY code
    """,
    # A code that now means another place ends on the day the other begins.
    """
    UPDATE places_statisticalcode c SET valid = daterange(lower(c.valid), s.since)
      FROM place_stage s JOIN places_place p ON p.code = s.code
     WHERE c.code = s.statistical_code AND c.place_id <> p.id
       AND upper_inf(c.valid) AND lower(c.valid) < s.since
    """,
    """
    INSERT INTO places_statisticalcode (place_id, code, valid)
    SELECT p.id, s.statistical_code, daterange(s.since, NULL)
      FROM place_stage s JOIN places_place p ON p.code = s.code
     WHERE s.statistical_code IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM places_statisticalcode c
            WHERE c.code = s.statistical_code AND c.place_id = p.id AND upper_inf(c.valid))
     ORDER BY s.statistical_code
    """,
    "ANALYZE places_place",
    "ANALYZE places_statisticalcode",
)


def load(provinces: Collection[int] | None, using: str = "owner") -> int:
    """Load the places of some provinces (two-digit codes; None: all 31) and return how many units they have.

    using: alias of a connection that may write reference data. A second load changes only what differs; ids stay.
    Raises UnknownProvince for a code the list lacks, reporting.BadRow for a bad row of data/reporting.csv.
    """
    chosen = _known(provinces)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        return _merge(cursor, rows(chosen, clock.today()))


def _merge(cursor: Any, units: Iterable[Row]) -> int:
    cursor.execute(STAGE)
    with cursor.copy("COPY place_stage FROM STDIN") as copy:
        for unit in units:
            copy.write_row(unit)
    for statement in MERGE:
        cursor.execute(statement)
    cursor.execute("SELECT count(*) FROM place_stage")
    (count,) = cursor.fetchone()
    # A transaction around this one may go on, and may load again.
    cursor.execute("DROP TABLE place_stage")
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    return count


def _known(chosen: Collection[int] | None) -> set[int]:
    known = set(provinces())
    wrong = set(known if chosen is None else chosen) - known
    if wrong:
        raise UnknownProvince(
            f"没有这个省级代码：{'、'.join(map(str, sorted(wrong)))}。请用两位代码，例如22（吉林省）。"
        )
    return known if chosen is None else set(chosen)


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
    short = short_name(row.name, row.level)
    return Row(row.code, row.level, row.name, short, *read(row.name, short), None, row.since)


def _listed(line: Division, above: list[str], on: date, moves: list[Departure]) -> Row:
    code, since, row = standing(line.statistical_code, on, moves)
    name = row.name if row and row.code == code else line.name
    short = short_name(name, line.level, above)
    return Row(code, line.level, name, short, *read(name, short), line.statistical_code, max(since, LISTED_ON))
