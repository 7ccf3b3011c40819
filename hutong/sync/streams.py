"""Streams of the journal as devices read them: numbers without gaps, and nothing sealed."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from hutong.accounts.grants import Grant
from hutong.ground import query
from hutong.sync.registry import Feed, registry

# Entries of one stream read at once; beyond it the device asks again.
PAGE = 500
Cursors = dict[int, int]

HEADS = """
SELECT p.id, coalesce(e.seq, 0), e.op FROM places_place p LEFT JOIN LATERAL (
    SELECT seq, op FROM journal_entry WHERE stream_id = p.id AND NOT sealed ORDER BY seq DESC LIMIT 1) e ON true
WHERE p.code = ANY (%s) ORDER BY p.id
"""
# Which tables an entry touched is enough to know what must travel again; what it wrote there is never sent.
AFTER = """
SELECT e.stream_id, e.seq, e.child, e.record, ARRAY(
    SELECT jsonb_object_keys(part.value) FROM jsonb_each(e.changes) part WHERE jsonb_typeof(part.value) = 'object')
FROM unnest(%s::bigint[], %s::bigint[]) AS c(stream, seq) CROSS JOIN LATERAL (
    SELECT * FROM journal_entry e WHERE e.stream_id = c.stream AND NOT e.sealed AND e.seq > c.seq
    ORDER BY e.seq LIMIT %s) e
ORDER BY e.stream_id, e.seq
"""


@dataclass
class Touched:
    """What entries after some cursors speak of: records by feed, the cursors behind them, whether there is more."""

    records: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    cursors: Cursors = field(default_factory=dict)
    more: bool = False


@dataclass(frozen=True)
class Heads:
    """The ends of some streams: their numbers, and the operations that wrote them, each once in a life of the database."""

    cursors: Cursors
    operations: tuple[uuid.UUID | None, ...]


def heads(grant: Grant) -> Heads:
    """Where every stream of the grant's places ends, by the place's stable id."""
    found = query.rows(HEADS, [list(grant.places)])
    return Heads({stream: seq for stream, seq, _ in found}, tuple(op for _, _, op in found))


def after(cursors: Cursors) -> Touched:
    """What was written after some cursors, in the present scope."""
    touched = Touched(cursors=dict(cursors))
    counts: dict[int, int] = defaultdict(int)
    for stream, seq, child, record, tables in query.rows(AFTER, [list(cursors), list(cursors.values()), PAGE]):
        touched.cursors[stream] = seq
        counts[stream] += 1
        for feed in registry.feeds.values():
            if key := _key(feed, child, record, tables):
                touched.records[feed.name].add(key)
    touched.more = PAGE in counts.values()
    return touched


def _key(feed: Feed, child: uuid.UUID | None, record: uuid.UUID, tables: list[str]) -> uuid.UUID | None:
    # An entry without tables says that a record left for another place, and nothing else (ADR 6). An entry of the file
    # itself moved its rev on, whatever table it speaks of.
    spoken_of = bool(feed.tables & set(tables)) or not tables or (feed.whole and record == child)
    if feed.by == "child":
        return child if spoken_of else None
    return record if spoken_of and child is None else None
