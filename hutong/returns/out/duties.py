"""A2-3: once a month the supervisor clears what the ledger's check found: each is put right or explained."""

from psycopg import sql

from hutong.accounts.permissions import Role
from hutong.duties.registry import NIGHT, PLACE_SUBJECT, TODAY, Rule, register
from hutong.ground.query import composed
from hutong.places.codes import WIDTH, Level
from hutong.returns.out.exceptions import statement

INSIDE = composed("c.place >= p.code AND c.place < p.code + {width}", width=sql.Literal(WIDTH[Level.TOWNSHIP]))
# LIMIT keeps the planner from laying all children beside all townships; it stops at a township's first exception.
OPEN = composed("(SELECT true FROM ({found}) x WHERE x.until IS NULL LIMIT 1)", found=statement(INSIDE, TODAY))
MONTH = "md5(p.id || ' ' || date_trunc('month', {today})::date)::uuid"
TOWNSHIPS = composed("p.level = {level}", level=sql.Literal(Level.TOWNSHIP.value))
# One round a month, from the day on which something was found. While one is open there is no further one, and what
# comes up after it was cleared is the next month's.
TO_CLEAR = """
SELECT {subject} AS subject, NULL::uuid AS child, p.code AS place, coalesce(o.basis, {month}) AS basis,
       coalesce(o.owed_since, {today}) AS owed_since, ARRAY[]::text[] AS categories, '*' AS situation,
       NULL::date AS no_later_than
FROM places_place p
LEFT JOIN duties_duty o ON o.rule = {rule} AND o.subject = {subject} AND o.ending = ''
WHERE {townships} AND {only} AND NOT EXISTS (
    SELECT 1 FROM duties_duty x WHERE x.rule = {rule} AND x.subject = {subject} AND x.basis = {month} AND x.ending <> '')
AND {open}
"""
# Cleared at night's look, done on the day of the last change: whoever finished on the 30th was in time.
CLEARED = """
SELECT {subject} AS subject, o.basis AS record, greatest(o.owed_since, least({today}, (
    SELECT greatest(max(c.confirmed_on), max(c.exited_on), max(e.at AT TIME ZONE 'Asia/Shanghai')::date)
    FROM children_child c LEFT JOIN returns_explained e ON e.child_id = c.id WHERE {inside}))) AS "on"
FROM places_place p JOIN duties_duty o ON o.rule = {rule} AND o.subject = {subject} AND o.ending = ''
WHERE {townships} AND {only} AND {open} IS NULL
"""

READ_AT_NIGHT = ("places_place", "children_child", "children_category", "children_schooling", "children_relative")


def start() -> None:
    """Make the rule live."""
    register(
        Rule("ledger", "A2-3", Role.SUPERVISOR, "清理台账异常", "台账里有缺项、矛盾或半年没有核实的档案，请改正或写明情况",
             TO_CLEAR, "place", CLEARED, where="/ledger-exceptions",
             parts={"subject": PLACE_SUBJECT, "month": MONTH, "townships": TOWNSHIPS, "open": OPEN, "inside": INSIDE},
             reads={"returns_explained": "place"} | dict.fromkeys(READ_AT_NIGHT, NIGHT))
    )  # fmt: skip
