"""A3-2: one file for each child, known in living, guardianship and schooling, and confirmed again in time."""

from hutong.accounts.permissions import Role
from hutong.duties.registry import Rule, register

# A file is built when the clause's own three are known: 生活保障, 家庭监护, 就学. OFFSET, for without it they are looked
# up for each column that asks.
FILE = """
SELECT c.id AS subject, c.id AS child, c.place,
       CASE WHEN k.built THEN c.confirmation ELSE c.id END AS basis,
       CASE WHEN k.built THEN c.confirmed_on ELSE c.registered_on END AS owed_since,
       ARRAY[]::text[] AS categories, CASE WHEN k.built THEN 'built' ELSE 'missing' END AS situation,
       NULL::date AS no_later_than
FROM children_child c CROSS JOIN LATERAL (
    SELECT (c.income_source <> '' OR EXISTS (SELECT 1 FROM children_aidreceived a WHERE a.child_id = c.id))
       AND EXISTS (SELECT 1 FROM children_relative r WHERE r.child_id = c.id AND r.name <> '')
       AND EXISTS (SELECT 1 FROM children_schooling s WHERE s.child_id = c.id) AS built
    OFFSET 0) k
WHERE c.exited_on IS NULL AND c.birth_date > {today} - interval '18 years' AND {only}
"""


def start() -> None:
    """Make the rule live."""
    register(
        Rule(
            key="file",
            clause="A3-2",
            owner=Role.CHILD_DIRECTOR,
            title="核实更新档案",
            why="档案还没建全，或距上次核实已到更新时间",
            sql=FILE,
            reads=dict.fromkeys(
                ("children_child", "children_aidreceived", "children_relative", "children_schooling"), "child"
            ),
        )
    )
