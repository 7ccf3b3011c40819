"""Loads the national list into the database: COPY into a temporary table, then one merge."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from hutong.ground import clock, planning
from hutong.ground.query import Part, composed
from hutong.places.divisions import provinces
from hutong.places.listing import Row, rows
from hutong.places.models import Place

# From so many new places on it is faster to build the indexes anew than to grow them.
MANY = 100_000


class UnknownProvince(ValueError):
    """A two-digit code that is not in the national list; the message is Chinese."""


STAGE = """
CREATE TEMPORARY TABLE place_stage (
    code bigint, level smallint, name text COLLATE "C", short_name text COLLATE "C",
    pinyin text COLLATE "C", initials text COLLATE "C", statistical_code bigint, since date
)
"""
PREPARE = (
    # Two loads at once would both insert.
    "LOCK TABLE places_place IN SHARE ROW EXCLUSIVE MODE",
    # What was changed here since is no longer what the list says: neither old codes nor old names come back.
    "DELETE FROM place_stage s USING places_former f WHERE s.code = f.code",
    "ANALYZE place_stage",
    """
    UPDATE places_place p SET level = s.level, name = s.name, short_name = s.short_name,
           pinyin = s.pinyin, initials = s.initials
      FROM place_stage s
     WHERE p.code = s.code AND (p.level, p.name, p.short_name, p.pinyin, p.initials)
           IS DISTINCT FROM (s.level, s.name, s.short_name, s.pinyin, s.initials)
    """,
)
NEW = "FROM place_stage s WHERE NOT EXISTS (SELECT 1 FROM places_place p WHERE p.code = s.code)"
# Not ON CONFLICT: it spends a number of the sequence for every row that is already there.
ADD = """
INSERT INTO places_place (code, level, name, short_name, pinyin, initials)
SELECT code, level, name, short_name, pinyin, initials {new} ORDER BY code
"""
COUNT = "SELECT count(*) {new}"
FINISH = (
    "ANALYZE places_place",
    # A code that now means another place ends on the day the other begins.
    """
    UPDATE places_statisticalcode c SET valid = daterange(lower(c.valid), s.since)
      FROM place_stage s JOIN places_place p ON p.code = s.code
     WHERE c.code = s.statistical_code AND c.place_id <> p.id
       AND upper_inf(c.valid) AND lower(c.valid) < s.since
    """,
    # In order: an exclusion constraint's index grows many times slower when its rows come at random.
    """
    INSERT INTO places_statisticalcode (place_id, code, valid)
    SELECT p.id, s.statistical_code, daterange(s.since, NULL)
      FROM place_stage s JOIN places_place p ON p.code = s.code
     WHERE s.statistical_code IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM places_statisticalcode c
            WHERE c.code = s.statistical_code AND c.place_id = p.id AND upper_inf(c.valid))
     ORDER BY s.statistical_code
    """,
    "ANALYZE places_statisticalcode",
    # A transaction around this one may go on, and may load again.
    "DROP TABLE place_stage",
)


def load(provinces: Collection[int] | None, using: str = "owner") -> int:
    """Load the places of some provinces (two-digit codes; None: all 31) and return how many units they have.

    using: alias of a connection that may write reference data. A second load changes only what differs; ids stay.
    Raises UnknownProvince for a code the list lacks, reporting.BadRow for a bad row of data/reporting.csv.
    """
    chosen = _known(provinces)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        count = _stage(cursor, rows(chosen, clock.today()))
        with planning.without_loops(using):
            _run(cursor, PREPARE)
            with _without_indexes(using, _one(cursor, composed(COUNT, new=NEW)) > MANY):
                _run(cursor, [composed(ADD, new=NEW)])
            _run(cursor, FINISH)
    return count


def _stage(cursor: Any, units: Iterable[Row]) -> int:
    cursor.execute(STAGE)
    with cursor.copy("COPY place_stage FROM STDIN") as copy:
        for unit in units:
            copy.write_row(unit)
    return _one(cursor, "SELECT count(*) FROM place_stage")


def _run(cursor: Any, statements: Iterable[Part]) -> None:
    for statement in statements:
        cursor.execute(statement)


def _one(cursor: Any, asked: Part) -> int:
    cursor.execute(asked)
    return cursor.fetchone()[0]


@contextmanager
def _without_indexes(using: str, wanted: bool) -> Iterator[None]:
    """Take the indexes for names away and build them again afterwards, if wanted; readers wait meanwhile."""
    indexes = Place._meta.indexes if wanted else []
    with connections[using].schema_editor(atomic=False) as editor:
        for index in indexes:
            editor.remove_index(Place, index)
        yield
        for index in indexes:
            editor.add_index(Place, index)


def _known(chosen: Collection[int] | None) -> set[int]:
    known = set(provinces())
    wrong = set(known if chosen is None else chosen) - known
    if wrong:
        raise UnknownProvince(
            f"没有这个省级代码：{'、'.join(map(str, sorted(wrong)))}。请用两位代码，例如22（吉林省）。"
        )
    return known if chosen is None else set(chosen)
