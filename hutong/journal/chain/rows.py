"""Present rows against what the journal tells of them: whatever was changed, added or removed past it is named.

Entries need no order. Of each column that ever changed, all old values and the present one, less all new values, leave exactly
one: the first. The row with its first values gives the digest that its creation left (sql/first.sql).
"""

from collections.abc import Iterator

from psycopg import sql

from hutong.ground.query import composed, text
from hutong.journal.chain import owner

# Every night one of so many parts of all rows, by their ids; `hutong journal verify` takes them all.
PARTS = 16
MINE = "hashtext(g.id::text) & {last} = {part}"
TABLES = """
SELECT DISTINCT c.relname, split_part(encode(t.tgargs, 'escape'), '\\000', 1), pg_temp.journal_texts(c.oid, 'w') FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE p.proname = 'journal_record' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
# Records of which the law erased something cannot be compared; what they are now is the register's to say.
COMPARE = """
WITH spoiled AS MATERIALIZED (SELECT DISTINCT record FROM journal_entry WHERE changes ? 'erased'),
shape AS MATERIALIZED (
    SELECT pg_temp.journal_outside({name}) AS outside,
           (SELECT array_agg(attnum ORDER BY attnum) FROM pg_attribute WHERE attrelid = {whole}::regclass AND attnum > 0
            AND NOT attisdropped AND attname <> ALL (pg_temp.journal_outside({name}))) AS numbers),
entry AS MATERIALIZED (
    SELECT e.changes -> 'created' -> {name} AS made, e.changes -> 'first' -> {name} AS first,
           e.changes -> 'changed' -> {name} AS changed, e.changes -> 'deleted' -> {name} AS gone
    FROM journal_entry e
    WHERE (e.changes -> 'created' ? {name} OR e.changes -> 'changed' ? {name} OR e.changes -> 'deleted' ? {name})
      AND NOT EXISTS (SELECT 1 FROM spoiled s WHERE s.record = e.record)),
made AS MATERIALIZED (
    SELECT g.id, count(*) AS times, max(e.first ->> g.id) AS digest
    FROM entry e CROSS JOIN LATERAL jsonb_array_elements_text(e.made) g(id) WHERE {mine} GROUP BY 1),
gone AS MATERIALIZED (
    SELECT g.id, count(*) AS times FROM entry e CROSS JOIN LATERAL jsonb_object_keys(e.gone) g(id) WHERE {mine} GROUP BY 1),
here AS MATERIALIZED (
    SELECT g.id, {known} - s.outside AS whole
    FROM public.{table} t CROSS JOIN LATERAL (SELECT t.id::text AS id) g CROSS JOIN shape s
    WHERE {mine} AND NOT EXISTS (SELECT 1 FROM spoiled x WHERE x.record = t.{record})),
changed AS MATERIALIZED (
    SELECT g.id, k.key, k.value -> 0 AS old, k.value -> 1 AS new, h.whole -> k.key AS now
    FROM entry e CROSS JOIN LATERAL jsonb_each(e.changed) g(id, columns)
    JOIN here h ON h.id = g.id CROSS JOIN LATERAL jsonb_each(g.columns) k WHERE {mine} AND h.whole ? k.key),
left_over AS (
    SELECT id, key, value, sum(n) AS n FROM (
        SELECT id, key, old AS value, 1 AS n FROM changed UNION ALL SELECT id, key, new, -1 FROM changed
        UNION ALL SELECT DISTINCT id, key, now, 1 FROM changed) v
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0),
columns AS (
    SELECT id, key, (array_agg(value))[1] AS value, count(*) = 1 AND min(n) = 1 AS sound FROM left_over GROUP BY 1, 2),
firsts AS (
    SELECT id, jsonb_object_agg(key, value) AS old, string_agg(key, '、' ORDER BY key) FILTER (WHERE NOT sound) AS odd
    FROM columns GROUP BY 1),
judged AS (
    SELECT coalesce(m.id, h.id) AS id, h.id IS NOT NULL AS present, f.odd, m.digest,
           coalesce(m.times, 0) - coalesce(g.times, 0) AS owed, coalesce(m.times, 0) = 1 AND g.id IS NULL AS once,
           split_part(m.digest, ':', 1)::int AS columns, h.whole || coalesce(f.old, jsonb_build_object()) AS was
    FROM made m FULL JOIN here h ON h.id = m.id LEFT JOIN gone g ON g.id = coalesce(m.id, h.id) LEFT JOIN firsts f ON f.id = h.id)
SELECT j.id, CASE WHEN NOT present THEN 'gone' WHEN owed < 1 THEN 'extra' ELSE 'changed' END, j.odd FROM judged j CROSS JOIN shape s
WHERE (NOT present AND owed > 0) OR (present AND owed < 1) OR (present AND once AND ({told} AND odd IS NOT NULL
    OR split_part(j.digest, ':', 2) <> (SELECT pg_temp.journal_digest(({texts})[1:width_bucket(j.columns, s.numbers)])
        FROM jsonb_populate_record(NULL::public.{table}, j.was) w)))
ORDER BY 1
"""
# A table as the journal knows it, where it does not know all (sql/first.sql).
KNOWN = {"accounts_person": "pg_temp.journal_known(to_jsonb(t))"}
# A migration sealed these facts anew, past the journal: of older ones only that they exist can be told.
SEALED_AGAIN = {"children_sealedfact": "j.digest IS NOT NULL"}
FACTORS = "SELECT g.id::text FROM public.accounts_person g WHERE g.factors <> pg_temp.journal_factors(g.id) AND {mine} ORDER BY 1"
WORDS = {
    "gone": "被越过历史删除：历史里没有删除它的条目",
    "extra": "是越过历史添进去的：历史里没有建立它的条目",
    "changed": "被越过历史改动：现在的内容与历史里办理的结果不符",
}


def wrong(part: int | None = None) -> Iterator[str]:
    """A sentence for each row that differs. part: one of PARTS, None for all. Runs inside backup.whole()."""
    mine = composed(
        "true" if part is None else MINE, last=sql.Literal(PARTS - 1), part=sql.Literal((part or 0) % PARTS)
    )
    for table, record, texts in owner.rows(TABLES):
        for key, what, odd in owner.rows(_compared(table, record, texts, mine)):
            yield f"表 {table} 的一行（{key}）{WORDS[what]}{f'（{odd}）' if odd else ''}。"
    for [key] in owner.rows(composed(FACTORS, mine=mine)):
        yield f"表 mfa_authenticator 里账号 {key} 的第二步验证被越过历史改动：与本人设置的不符。"


def _compared(table: str, record: str, texts: str, mine: sql.Composable) -> sql.Composable:
    return composed(
        COMPARE, mine=mine, table=sql.Identifier(table), name=sql.Literal(table), whole=sql.Literal(f"public.{table}"),
        record=sql.Identifier(record), texts=text(texts), known=KNOWN.get(table, "to_jsonb(t)"),
        told=SEALED_AGAIN.get(table, "true"),
    )  # fmt: skip


def tonight(day: int) -> list[str]:
    """What differs in the part of a day, by its ordinal. Runs inside backup.whole()."""
    owner.own_functions()
    return list(wrong(day))
