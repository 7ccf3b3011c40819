"""What a rule reads is said, journaled or looked at by night; and the engine's role reads nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from psycopg import sql

from hutong.duties.installed import ALWAYS, worded
from hutong.duties.registry import NIGHT, Rule, rules

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
# Its own rounds and their policy every rule may look at.
OWN = {"duties_duty", "duties_policy"}


def tables(plan: Any) -> Iterator[str]:
    """All tables that a plan reads."""
    if isinstance(plan, dict):
        if "Relation Name" in plan:
            yield plan["Relation Name"]
        for part in plan.values():
            yield from tables(part)
    elif isinstance(plan, list):
        for part in plan:
            yield from tables(part)


def read_by(rule: Rule) -> set[str]:
    only, found = sql.SQL("true"), set()
    for words in filter(None, (rule.sql, rule.met)):
        told = re.sub(r"\b_today\b", "date '2026-11-24'", worded(rule, words, only).as_string())
        [(plan,)] = asked(f"EXPLAIN (FORMAT JSON) {told}")
        found |= set(tables(json.loads(plan) if isinstance(plan, str) else plan))
    return found


def asked(statement: str) -> list[Any]:
    """Rows of a statement of the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_what_it_reads_is_declared(rule: Rule) -> None:
    assert read_by(rule) - OWN <= set(rule.reads)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_what_makes_it_run_is_journaled(rule: Rule) -> None:
    found = asked("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'journal_insert'")
    # Places are noted by the function that changes them.
    journaled = {name for (name,) in found} | {"places_place"}
    assert {table for table, way in rule.reads.items() if way != NIGHT} <= journaled


def test_the_engine_reads_what_rules_declare_and_nothing_else() -> None:
    found = asked(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('hutong_engine', oid, 'SELECT')"
    )
    assert {name for (name,) in found} == {table for rule in rules() for table in rule.reads} | set(ALWAYS)


def test_the_program_cannot_become_the_engine_and_nobody_signs_in_as_it() -> None:
    told = "SELECT rolcanlogin, rolsuper, rolbypassrls, pg_has_role('hutong_app', oid, 'MEMBER') FROM pg_roles"
    assert asked(f"{told} WHERE rolname = 'hutong_engine'") == [(False, False, False, False)]
