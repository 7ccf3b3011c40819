"""What PostgreSQL alone needs: the finished rows of every table that the import filled, by COPY into plain tables."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND relname NOT LIKE 'bench%%' ORDER BY relname"""
# A table's indexes as statements that make them for the plain one, under names of their own.
INDEXES = r"""
SELECT regexp_replace(pg_get_indexdef(indexrelid), ' INDEX \S+ ON \S+ ', format(' INDEX ON %%I ', %s::text))
FROM pg_index WHERE indrelid = %s::regclass"""
NEW, OLD = (
    "SELECT * FROM {{full}} WHERE xmin::text::bigint > {0}",
    "SELECT * FROM {{full}} WHERE xmin::text::bigint <= {0}",
)
# One whole copy of a table passes through memory in pieces of this size.
PIECE = 1 << 20


@dataclass(frozen=True)
class Copied:
    """One table's rows and the seconds that COPY took for them, into an empty table and into one that held the others."""

    table: str
    rows: int
    seconds: float
    into_full: float


def warm(owner: Connection[Any]) -> None:
    """Read the indexes of the files into PostgreSQL's cache, where a server that has run for a day has them: the tables that
    COPY meets were written a moment ago, too."""
    owner.execute("CREATE EXTENSION pg_prewarm")
    owner.execute(
        "SELECT sum(pg_prewarm(indexrelid)) FROM pg_index WHERE indrelid::regclass::text LIKE 'children!_%' ESCAPE '!'"
    )
    owner.execute("DROP EXTENSION pg_prewarm")


def counts(owner: Connection[Any]) -> dict[str, int]:
    """Rows of every table; asked before and after, it tells which tables an import filled."""
    names = [name for [name] in owner.execute(TABLES).fetchall()]
    return {name: _count(owner, name) for name in names}


def filled(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Tables that have more rows than before."""
    return [name for name in after if after[name] > before.get(name, 0)]


def moment(owner: Connection[Any]) -> int:
    """The transaction that is now: rows of later ones are new (a fresh cluster's numbers do not come round)."""
    found = owner.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert found
    return found[0]


def copy_again(owner: Connection[Any], table: str, folder: Path, since: int = 0) -> Copied:
    """COPY a table's rows, those written after a moment, into two plain ones with the same keys and indexes, without
    triggers, foreign keys or policies: an empty one, and one that holds what the table held before.

    Only the COPY is timed, its commit included; the rows wait in a file of PostgreSQL's binary form.
    """
    path, names = folder / table, {"full": sql.Identifier(table), "bare": sql.Identifier(f"bench_{table}")}
    written = _sql(f"COPY ({NEW.format(since)}) TO STDOUT (FORMAT binary)", names)
    with path.open("wb") as file, owner.cursor().copy(written) as out:
        for piece in out:
            file.write(piece)
    count, empty = _timed(owner, path, names, f"{OLD.format(since)} LIMIT 0")
    _, full = _timed(owner, path, names, OLD.format(since))
    path.unlink()
    return Copied(table, count, empty, full)


def _timed(owner: Connection[Any], path: Path, names: dict[str, sql.Identifier], held: str) -> tuple[int, float]:
    """Rows and seconds of one COPY into a plain table that already has the rows of a query."""
    owner.execute(_sql("CREATE TABLE {bare} (LIKE {full} INCLUDING DEFAULTS)", names))
    owner.execute(_sql(f"INSERT INTO {{bare}} {held}", names))
    bare, full = (names[name].as_string(owner).strip('"') for name in ("bare", "full"))
    for [index] in owner.execute(INDEXES, [bare, full]).fetchall():
        owner.execute(index)
    owner.execute("CHECKPOINT")
    begun = time.perf_counter()
    with path.open("rb") as file, owner.cursor().copy(_sql("COPY {bare} FROM STDIN (FORMAT binary)", names)) as into:
        while piece := file.read(PIECE):
            into.write(piece)
        cursor = into.cursor
    seconds = time.perf_counter() - begun
    owner.execute(_sql("DROP TABLE {bare}", names))
    return cursor.rowcount, seconds


def _count(owner: Connection[Any], table: str) -> int:
    found = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert found
    return found[0]


def _sql(text: str, names: dict[str, sql.Identifier]) -> sql.Composed:
    return sql.SQL(text).format(**names)  # type: ignore[arg-type]  # our own text, not a literal
