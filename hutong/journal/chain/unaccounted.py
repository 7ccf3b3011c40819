"""What the seals alone cannot tell: an entry too many, a number left out, a look that no seal knows, a place that is not its own."""

from collections.abc import Iterator

from hutong.journal.chain import owner

ENTRIES = {
    "是多出来的，不在任何编号之内": """
SELECT e.stream_id, e.sealed, e.seq FROM journal_entry e
LEFT JOIN journal_stream s ON s.place_id = e.stream_id AND s.sealed = e.sealed
WHERE s.seq IS NULL OR e.seq < 1 OR e.seq > s.seq""",
    "还没有封存就不见了": """
SELECT s.place_id, s.sealed, g.seq FROM journal_stream s LEFT JOIN LATERAL (
    SELECT p.last FROM journal_sealpart p WHERE p.stream_id = s.place_id AND p.sealed = s.sealed
    ORDER BY p.last DESC LIMIT 1) p ON true
CROSS JOIN LATERAL generate_series(coalesce(p.last, 0) + 1, s.seq) g(seq) WHERE NOT EXISTS (
    SELECT 1 FROM journal_entry e WHERE e.stream_id = s.place_id AND e.sealed = s.sealed AND e.seq = g.seq)""",
    "所在单位被改动": """
SELECT e.stream_id, e.sealed, e.seq FROM journal_entry e JOIN (
    SELECT place_id, sealed, pg_temp.journal_stands(place_id) AS code FROM journal_stream) s
    ON s.place_id = e.stream_id AND s.sealed = e.sealed WHERE e.place <> s.code""",
    "标为依法删除，却没有办理删除的记录": """
SELECT e.stream_id, e.sealed, e.seq FROM journal_entry e WHERE e.changes ? 'erased' AND NOT EXISTS (
    SELECT 1 FROM journal_entry d WHERE d.op::text = e.changes #>> '{erased,0}' AND d.action = 'journal.erase'
    AND d.sealed = e.sealed AND jsonb_path_exists(d.changes, '$.changed.journal_erased.*.entries[1][*] ? (@ == $key)',
        jsonb_build_object('key', e.stream_id || '-' || e.seq)))""",
}
LOOKS = {
    "是多出来的，没有封存过": """
SELECT v.id FROM journal_view v LEFT JOIN (
    SELECT unnest(p.looks) AS id FROM journal_sealpart p WHERE p.stream_id IS NULL) known ON known.id = v.id
WHERE v.xid < (SELECT max(looks_to) FROM journal_seal) AND known.id IS NULL""",
    "所在单位被改动": """
SELECT v.id FROM journal_sealpart p CROSS JOIN LATERAL unnest(p.looks, p.places) l(id, place)
JOIN journal_view v ON v.id = l.id JOIN (
    SELECT place, pg_temp.journal_stands(place) AS code
    FROM (SELECT DISTINCT unnest(places) AS place FROM journal_sealpart) every) s ON s.place = l.place
WHERE v.place <> s.code""",
    "标为依法删除，却没有办理删除的记录": """
SELECT v.id FROM journal_view v WHERE v.erased IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM journal_entry d WHERE d.op::text = v.erased ->> 0 AND d.action = 'journal.erase'
    AND jsonb_path_exists(d.changes, '$.changed.journal_erased.*.looks[1][*] ? (@ == $key)', jsonb_build_object('key', v.id)))""",
}


def wrong() -> Iterator[str]:
    """A sentence each."""
    for words, sql in ENTRIES.items():
        yield from (f"{owner.entry(*key)}{words}。" for key in owner.rows(sql))
    for words, sql in LOOKS.items():
        yield from (f"{owner.look(key)}{words}。" for (key,) in owner.rows(sql))
