"""A rule of the tests' own, in the database as `hutong setup` would put it there: tasks of one title are a closed matter.

Its text names those whom it is addressed to. No rule of the house is closed yet; the next ones are held to the same tests.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

from hutong.accounts.permissions import Role
from hutong.duties import installed, registry
from hutong.duties.registry import Rule

TITLE = "密件"
SQL = """
SELECT r.id AS subject, NULL::uuid AS child, r.place, r.id AS basis, r.assigned_on AS owed_since, ARRAY[]::text[] AS categories,
       '*' AS situation, NULL::date AS no_later_than, string_to_array(r.text, ',')::uuid[] AS addressees
FROM duties_task r WHERE r.title = '密件' AND r.text <> '' AND r.done_on IS NULL AND {only}
"""
MET = """SELECT r.id AS subject, r.id AS record, r.done_on AS "on" FROM duties_task r WHERE r.done_on IS NOT NULL AND {only}"""
CLOSED = Rule(
    "test_closed", "A1-5", Role.CIVIL_AFFAIRS, "测试密件", "密件金丝雀", SQL, "record", MET, waivable=False,
    reads={"duties_task": "record"}, gives=frozenset({"addressees"}), closed=True,
)  # fmt: skip
POLICY = """
INSERT INTO duties_policy (rule, clause, province, category, situation, amount, unit, climbing, period, source, mark, version)
VALUES (%s, 'A1-5', 0, '*', '*', 3, 'day', '[{"level": 2, "amount": 1, "unit": "day"}]', '[2019-01-01,)', '测试', 'design', %s)
"""


@contextmanager
def live(rules: Sequence[Rule]) -> Iterator[None]:
    """Inside, some rules are live beside the house's own; committed, so before and after any test's transaction."""
    for rule in rules:
        registry.register(rule)
    installed.install()
    with connections["owner"].cursor() as cursor:
        for rule in rules:
            cursor.execute(POLICY, [rule.key, f"test {rule.key}"])
    try:
        yield
    finally:
        for rule in rules:
            registry.unregister(rule.key)
        installed.install()
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM duties_policy WHERE starts_with(version, 'test ')")
