"""One operation taken back, out of the journal itself: what it made goes, what it changed becomes what it was.

The caller has made sure that nothing was built on it since (`since`), runs inside an action and in a scope that sees
the operation's entries. Derived tables (duties, search tokens) are not in the journal: their apps make them anew.
"""

import uuid
from collections.abc import Collection, Sequence

from django.apps import apps
from django.db.models import Q
from psycopg import sql

from hutong.accounts.managers import plain
from hutong.ground import query
from hutong.ground.query import composed, joined
from hutong.journal.models import Entry

# Entries of the operation, narrowed to records; %(records)s NULL: all of them.
MINE = "e.op = %(op)s AND (%(records)s::uuid[] IS NULL OR e.record = ANY (%(records)s::uuid[]))"
ERASED = "SELECT 1 FROM journal_entry e WHERE {mine} AND e.changes ? 'erased' LIMIT 1"
TABLES = """
SELECT part.kind, t.tbl FROM journal_entry e
CROSS JOIN LATERAL (VALUES ('created'), ('changed'), ('deleted')) part(kind)
CROSS JOIN LATERAL jsonb_object_keys(coalesce(e.changes -> part.kind, jsonb_build_object())) t(tbl)
WHERE {mine} GROUP BY 1, 2 ORDER BY 1, 2
"""
CREATED = """
DELETE FROM {table} t USING (
    SELECT (jsonb_populate_record(NULL::{table}, jsonb_build_object('id', g.id))).id
    FROM journal_entry e CROSS JOIN LATERAL jsonb_array_elements(e.changes -> 'created' -> {name}) g(id)
    WHERE {mine} AND e.changes -> 'created' ? {name}) made
WHERE t.id = made.id
"""
# What each changed row was at first: {column: old}, laid over the row as it stands.
WAS = """
SELECT g.id, (SELECT jsonb_object_agg(c.key, c.value -> 0) FROM jsonb_each(g.columns) c) AS was
FROM journal_entry e CROSS JOIN LATERAL jsonb_each(e.changes -> 'changed' -> {name}) g(id, columns)
WHERE {mine} AND e.changes -> 'changed' ? {name}
"""
CHANGED = """
UPDATE {table} t SET ({columns}) = (SELECT {olds} FROM jsonb_populate_record(t, g.was) r)
FROM ({was}) g WHERE t.id = (jsonb_populate_record(NULL::{table}, jsonb_build_object('id', g.id))).id
"""
DELETED = """
INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, g.row || coalesce(w.was, jsonb_build_object()))).*
FROM (SELECT d.id, d.row FROM journal_entry e
      CROSS JOIN LATERAL jsonb_each(e.changes -> 'deleted' -> {name}) d(id, row)
      WHERE {mine} AND e.changes -> 'deleted' ? {name}) g
LEFT JOIN ({was}) w USING (id)
"""
# In this order: what would overlap with the old state has gone before the old state comes back.
STEPS = (("created", CREATED), ("changed", CHANGED), ("deleted", DELETED))


class PayloadErased(ValueError):
    """Part of what the operation did was erased by law; the sentence says so."""


def revert(op: uuid.UUID, records: Sequence[uuid.UUID] | None = None, keep: Collection[str] = ()) -> None:
    """Take back what an operation did to some records (default: all). keep: tables that stay as they are. Raises PayloadErased."""
    values = {"op": op, "records": None if records is None else list(records)}
    if query.rows(_statement(ERASED), values):
        raise PayloadErased("这次办理的历史内容已依法删除，无法恢复原状，不能撤销。")
    touched = set(query.rows(_statement(TABLES), values))
    for kind, step in STEPS:
        for table in sorted(table for k, table in touched if k == kind and table not in keep):
            query.run(_statement(step, **_of(table)), values)


def since(op: uuid.UUID, children: Sequence[uuid.UUID]) -> list[Entry]:
    """What was written about children after an operation, newest first: it was built on what the operation left."""
    written = plain(Entry).filter(op=op).values_list("at", flat=True).first()
    if written is None:
        return []
    later = Q(at__gt=written) | Q(at=written, op__gt=op)
    return list(plain(Entry).filter(later, child__in=children, sealed=False).order_by("-at", "-op"))


def _statement(words: str, **parts: sql.Composable) -> sql.Composed:
    return composed(words, mine=MINE, **parts)


def _of(table: str) -> dict[str, sql.Composable]:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    names = [field.column for field in model._meta.concrete_fields if field.column not in ("id", "rev")]
    named: dict[str, sql.Composable] = {"table": sql.Identifier(table), "name": sql.Literal(table)}
    return named | {
        "columns": joined(map(sql.Identifier, names)),
        "olds": joined(sql.Identifier("r", name) for name in names),
        "was": composed(WAS, mine=MINE, **named),
    }
