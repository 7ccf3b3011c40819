"""A3-4: regular visits, by category and risk; any visit that saw to the child discharges it."""

from hutong.accounts.permissions import Role
from hutong.duties.registry import Rule, register

VISIT = """
SELECT c.id AS subject, c.id AS child, c.place, coalesce(v.id, c.id) AS basis,
       coalesce(v."on", c.registered_on) AS owed_since, k.keys AS categories,
       CASE WHEN v.id IS NULL THEN 'first' WHEN c.risk = '' THEN 'none' ELSE c.risk END AS situation,
       v.next_on AS no_later_than
FROM children_child c
CROSS JOIN LATERAL (
    SELECT array_agg(k.key::text) AS keys FROM children_category_today k WHERE k.child_id = c.id) k
LEFT JOIN LATERAL (
    SELECT id, "on", next_on FROM care_visit
    WHERE child_id = c.id AND "on" BETWEEN c.registered_on AND {today} ORDER BY "on" DESC, id DESC LIMIT 1) v ON true
WHERE c.exited_on IS NULL AND c.birth_date > {today} - interval '18 years' AND k.keys IS NOT NULL AND {only}
"""


def start() -> None:
    """Make the rule live."""
    register(
        Rule(
            key="visit",
            clause="A3-4",
            owner=Role.CHILD_DIRECTOR,
            title="走访",
            why="按类别和风险等级到了走访时间",
            sql=VISIT,
            reads=dict.fromkeys(("children_child", "children_category", "care_visit"), "child"),
        )
    )
