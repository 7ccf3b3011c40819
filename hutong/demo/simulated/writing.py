"""Fills empty tables in one transaction of the owner: keys, rules and triggers stand aside meanwhile, and then see all rows at once.

Row by row, five million search tokens cost five million descents into three indexes; built at the end they cost a sort.
Everything that is taken away comes back as it was, or the transaction fails: until it commits nobody sees anything of it,
and killed half-way it leaves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import sql

from hutong.ground.query import Part, composed, joined, text

Say = Callable[[str], None]
Step = tuple[str, str]

# Primary keys stay: other tables refer to them, and the ids of new rows grow.
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype::text FROM pg_constraint
WHERE conrelid = ANY (%s::text[]::regclass[]) AND contype IN ('f', 'u', 'x') ORDER BY contype = 'f', 1, 2
"""
INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%s::text[]::regclass[]) AND NOT i.indisprimary
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid) ORDER BY 1, 2
"""
STATE = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
    (SELECT array_agg(t.tgname || t.tgenabled::text ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
    (SELECT array_agg(x.conname || ' ' || pg_get_constraintdef(x.oid) || ' ' || x.convalidated::text ORDER BY x.conname) FROM pg_constraint x WHERE x.conrelid = c.oid),
    (SELECT array_agg(pg_get_indexdef(i.indexrelid) ORDER BY pg_get_indexdef(i.indexrelid)) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid)
FROM pg_class c WHERE c.oid = ANY (%s::text[]::regclass[]) ORDER BY 1
"""
# What triggers see to row by row: each row's child is there, and no two facts of one kind hold at one time.
ORPHANS = (
    "SELECT EXISTS (SELECT 1 FROM {table} f WHERE NOT EXISTS (SELECT 1 FROM children_child c WHERE c.id = f.child_id))"
)
OVERLAPS = """
SELECT EXISTS (SELECT 1 FROM (
    SELECT period && lead(period) OVER (PARTITION BY {alike} ORDER BY lower(period)) AS beside FROM {table}) f WHERE f.beside)
"""
ONE_AT_A_TIME = {"children_category": "child_id, key", "children_schooling": "child_id"}


class Changed(RuntimeError):
    """A table would not be as it was or should be; the transaction is not committed."""


@contextmanager
def laid_open(cursor: Any, tables: Sequence[str], say: Say) -> Iterator[None]:
    """Inside, rows are copied into the tables without triggers, rules, indexes and foreign keys. In a transaction only."""
    before = _rows(cursor, STATE, tables)
    constraints, indexes = _rows(cursor, CONSTRAINTS, tables), _rows(cursor, INDEXES, tables)
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for table, name, _, _ in constraints:
        cursor.execute(composed("ALTER TABLE {table} DROP CONSTRAINT {name}", **_names(table, name)))
    for _, name, _ in indexes:
        cursor.execute(composed("DROP INDEX {table}", **_names(name)))
    forced = [name for name, _, force, *_ in before if force]
    _each(cursor, forced, "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    _each(cursor, tables, "ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    _restore(cursor, constraints, indexes, say)
    _each(cursor, tables, "ALTER TABLE {table} ENABLE TRIGGER USER")
    _each(cursor, forced, "ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    if _rows(cursor, STATE, tables) != before:
        raise Changed("tables differ from what they were")


def check(cursor: Any, facts: Sequence[str]) -> None:
    """Whether the facts of children stand, all at once. Raises Changed."""
    for table in facts:
        alike = ONE_AT_A_TIME.get(table)
        for asked in (ORPHANS, OVERLAPS) if alike else (ORPHANS,):
            cursor.execute(composed(asked, **_names(table), alike=alike or ""))
            if cursor.fetchone()[0]:
                raise Changed(f"facts of {table} do not stand")


def copy(cursor: Any, table: str, columns: Sequence[str], text: bytes) -> None:
    """COPY finished rows into a table."""
    names = joined(map(sql.Identifier, columns))
    with cursor.copy(composed("COPY {table} ({columns}) FROM STDIN", **_names(table), columns=names)) as into:
        into.write(text)


def _restore(cursor: Any, constraints: list[Any], indexes: list[Any], say: Say) -> None:
    steps: list[Part] = [definition for *_, definition in indexes]
    steps += [
        # The database's own words, braces and all.
        composed(
            "ALTER TABLE {table} ADD CONSTRAINT {name} {definition}", **_names(table, name), definition=text(definition)
        )
        for table, name, definition, _ in constraints
    ]
    for nth, step in enumerate(steps, 1):
        say(f"正在建立索引、核对引用：第 {nth} 项，共 {len(steps)} 项")
        cursor.execute(step)


def _each(cursor: Any, tables: Sequence[str], statement: str) -> None:
    for table in tables:
        cursor.execute(composed(statement, **_names(table)))


def _names(table: str, name: str = "") -> dict[str, Part]:
    return {"table": sql.Identifier(table), "name": sql.Identifier(name)}


def _rows(cursor: Any, statement: str, tables: Sequence[str]) -> list[Any]:
    cursor.execute(statement, [list(tables)])
    return cursor.fetchall()
