"""A2-4: how many children a township's supervisor sees in a month, by its high risks; A3-4: what was found is put right."""

import uuid
from collections.abc import Sequence

from psycopg import sql

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.care.models import CheckProblem
from hutong.duties import once
from hutong.duties.models import Duty
from hutong.duties.registry import NIGHT, Parts, Rule, register
from hutong.ground import figures, query
from hutong.ground.query import composed
from hutong.places.codes import WIDTH, Level

# A township's month: how many are to be seen (high risks, at least `low` and at most `high`, never more than there are)
# and how many were. A month is a round of its own: one that passed stays overdue through the next, then it is past.
MONTHS = """
SELECT p.code AS place, md5(p.id || ' ' || m.first)::uuid AS subject, m.first, m.last, k.seen, k.record, k.latest,
       least(greatest(n.risky, b.low), b.high, n.active) AS wanted
FROM places_place p
CROSS JOIN LATERAL (
    SELECT f::date AS first, (f + interval '1 month')::date - 1 AS last
    FROM unnest(ARRAY[date_trunc('month', {today}::date), date_trunc('month', {today}::date) - interval '1 month']) f) m
JOIN (VALUES {figures}) b(since, until, low, high) ON m.first >= b.since::date AND m.first < b.until::date
CROSS JOIN LATERAL (
    SELECT count(*) AS active, count(*) FILTER (WHERE c.risk = 'high') AS risky FROM children_child c
    WHERE c.place >= p.code AND c.place < p.code + {width} AND c.exited_on IS NULL) n
CROSS JOIN LATERAL (
    SELECT count(DISTINCT child_id) AS seen, (array_agg(id ORDER BY "on" DESC, id DESC))[1] AS record, max("on") AS latest
    FROM care_keycheck WHERE place >= p.code AND place < p.code + {width} AND "on" BETWEEN m.first AND m.last) k
WHERE p.level = {level} AND {only}
"""
TO_CHECK = """
SELECT q.subject, NULL::uuid AS child, q.place, q.subject AS basis, q.first AS owed_since, ARRAY[]::text[] AS categories,
       '*' AS situation, q.last AS no_later_than
FROM ({months}) q
WHERE q.seen < q.wanted AND (q.last >= {today} OR EXISTS (
    SELECT 1 FROM duties_duty x WHERE x.rule = {rule} AND x.subject = q.subject AND x.basis = q.subject))
"""
CHECKED = 'SELECT q.subject, q.record, q.latest AS "on" FROM ({months}) q WHERE q.seen > 0 AND q.seen >= q.wanted'
COUNTED = "SELECT coalesce(sum(q.wanted), 0), coalesce(sum(q.seen), 0) FROM ({months}) q WHERE q.last >= {today}"


def start() -> None:
    """Make the rules live."""
    register(
        Rule("key_check", "A2-4", Role.SUPERVISOR, "重点核查", "本月还要重点核查高风险儿童", TO_CHECK,
             "place", CHECKED, _told, "/key-checks", parts=parts(),
             reads={"care_keycheck": "place", "places_place": NIGHT, "children_child": NIGHT})
    )  # fmt: skip
    register(
        Rule("check_problem", "A3-4", Role.CHILD_DIRECTOR, "整改问题", "重点核查发现的问题还没有整改", once.OWED,
             met=once.MET, parts=once.parts("care_checkproblem", "w.found_on", "w.fixed_on", due="w.due"), details=_problems, where="/key-checks", sentence="care.fix_problem",
             reads={"care_checkproblem": "child"})
    )  # fmt: skip


def parts() -> Parts:
    """The texts of which a township's month is made."""
    policy = figures.spans("key-checks.csv", "每月至少核查几名", "每月至多要求几名")
    levels = {"width": str(WIDTH[Level.TOWNSHIP]), "level": str(int(Level.TOWNSHIP))}
    return {"figures": policy, **levels, "months": MONTHS}


def month(bounds: Sequence[tuple[int, int]], today: object) -> tuple[int, int]:
    """How many children are to be checked this month in the townships inside some bounds, and how many were."""
    inside = "p.code <@ ANY (%(bounds)s::int8range[])"
    asked = composed(COUNTED, only=inside, today=sql.Placeholder("today"), **parts())
    [[wanted, seen]] = query.rows(asked, {"today": today, "bounds": [f"[{low},{high})" for low, high in bounds]})
    return int(wanted), int(seen)


def _told(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = plain(Duty).filter(rule="key_check", subject__in=subjects)
    return {duty.subject: f"{duty.owed_since.month}月的重点核查还没有做够" for duty in rows if not duty.ending}


def _problems(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.pk: f"重点核查发现：{row.text}" for row in plain(CheckProblem).filter(pk__in=subjects)}
