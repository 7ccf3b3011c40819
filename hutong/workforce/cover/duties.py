"""S2-1: a day without anybody is known the day before; who must find somebody owes it."""

from hutong.accounts.permissions import Role
from hutong.duties.registry import Rule, register
from hutong.workforce.cover.reading import described

# Owed since the day on which the gap was first seen, until the day it begins.
GAP = """
SELECT r.id AS subject, NULL::uuid AS child, r.place, r.id AS basis, coalesce(d.owed_since, {today}) AS owed_since,
       ARRAY[]::text[] AS categories, '*' AS situation, greatest(lower(r.period), coalesce(d.owed_since, {today})) AS no_later_than
FROM workforce_turn r JOIN accounts_post a ON a.id = r.away_id AND a.role = '{role}'
LEFT JOIN duties_duty d ON d.rule = {rule} AND d.subject = r.id AND d.basis = r.id
CROSS JOIN LATERAL (
    SELECT 1 FROM generate_series({today}::date, {today}::date + 1, interval '1 day') g(day)
    WHERE r.period @> g.day::date AND a.period @> g.day::date AND NOT EXISTS (
        SELECT 1 FROM accounts_post b JOIN accounts_post o ON o.id = coalesce(r.opened_id, r.by_id)
        WHERE b.id = r.by_id AND b.period @> g.day::date AND o.period @> g.day::date AND NOT EXISTS (
            SELECT 1 FROM workforce_turn x JOIN accounts_post y ON y.id = x.away_id
            WHERE y.person_id = b.person_id AND x.period @> g.day::date))
    LIMIT 1) gap
WHERE {only}
"""


def start() -> None:
    """Make the rules live."""
    for key, role, owner in (
        ("director", Role.CHILD_DIRECTOR, Role.SUPERVISOR),
        ("supervisor", Role.SUPERVISOR, Role.CIVIL_AFFAIRS),
    ):
        register(
            Rule(f"cover_{key}", "S2-1", owner, "安排代班", f"{role.label}请假，没有人代班", GAP, "record", details=described,
                 where="/posts", parts={"role": role.value}, waivable=False,
                 reads={"workforce_turn": "around", "accounts_post": "around"})
        )  # fmt: skip
