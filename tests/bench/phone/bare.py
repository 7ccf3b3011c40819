"""The same push written by hand: what a person with psql would do for twenty visits in one transaction."""

import os
import time
import uuid
from statistics import median

import psycopg

from hutong.sync.tests.phone import Phone
from tests.bench.phone.client import visits
from tests.bench.phone.site import Carrier
from tests.bench.stopwatch import Laps, database_time

TURNS, BATCH = 20, 20
# A visit, its operation, its journal entry with the next number of the stream, the duty done and the next one. No
# triggers, no row-level security, no foreign keys.
ONE = """
WITH c AS (SELECT id, place FROM children_child WHERE id = %(child)s FOR UPDATE),
visit AS (
    INSERT INTO care_visit (id, child_id, place, happened_place, "on", mode, place_text, seen, words, words_by, no_change,
                            findings, notes, risk, risk_reasons, next_steps, visitor_name, recorded_at)
    SELECT %(visit)s, id, place, place, current_date, 'home', '', '["child"]', '奶奶腿疼，我放学自己热饭吃。', 'speech', false,
           '{"mood": "changed"}', '{"mood": "话比上次少"}', '', '', '', '王秀兰', now() FROM c),
done AS (
    UPDATE duties_duty d SET ending = 'done', ended_on = current_date, discharged_by = %(visit)s
    FROM c WHERE d.child = c.id AND d.rule = 'visit' AND d.ending = ''),
stream AS (
    UPDATE journal_stream s SET seq = s.seq + 1 FROM c, places_place p
    WHERE p.code = c.place AND s.place_id = p.id AND NOT s.sealed RETURNING s.place_id, s.seq, c.id AS child, c.place),
entry AS (
    INSERT INTO journal_entry (stream_id, sealed, seq, at, op, action, record, child, place, changes)
    SELECT place_id, false, seq, now(), %(op)s, 'care.record_visit', child, child, place, '{"created": {"care_visit": []}}' FROM stream),
owed AS (
    INSERT INTO duties_duty (id, rule, clause, owner, subject, basis, child, place, owed_since, due, ending)
    SELECT %(op)s, 'visit', 'A3-4', 'child_director', id, %(visit)s, id, place, current_date, current_date + 90, '' FROM c)
INSERT INTO sync_operation (id, device_id, place, kind, hash, status, answer, received_at, child)
SELECT %(op)s, %(device)s, place, 'care.record_visit', repeat('0', 64), 'done', '{"status": "done"}', now(), id FROM c
"""


def beside(carrier: Carrier) -> tuple[float, float]:
    """Milliseconds of the database: of a push of twenty visits through the application in process, and of the bare SQL."""
    phone, laps, ours, bare = Phone(token=carrier.token), Laps(), [], []
    with psycopg.connect(os.environ["DATABASE_URL"]) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.commit()
        for turn in range(TURNS):
            before = laps.seconds.get("database", 0.0)
            operations = visits(carrier.children[:BATCH], 100 + turn)
            with database_time(laps, "database"):
                answer = phone.send(operations)
            assert answer.status_code == 200, answer.content
            ours.append(laps.seconds["database"] - before)
            bare.append(_by_hand(owner, carrier))
    return 1000 * median(ours), 1000 * median(bare)


def _by_hand(owner: psycopg.Connection[tuple[object, ...]], carrier: Carrier) -> float:
    begun = time.perf_counter()
    for child in carrier.children[:BATCH]:
        values = {"child": child, "visit": uuid.uuid4(), "op": uuid.uuid4(), "device": uuid.uuid4()}
        owner.execute(ONE, values)
    owner.commit()
    return time.perf_counter() - begun
