"""What is owed stands on a line of its owner's home, and can be done on every device that its owner has."""

import re
from pathlib import Path

import pytest

from hutong.accounts.permissions import ANNEX, Role
from hutong.desk.clauses import FOLLOWS, TEXTS
from hutong.desk.office import SENTENCES
from hutong.duties.registry import Rule, rules
from hutong.sync.registry import registry

ROUTER = Path(__file__).parents[3] / "web" / "apps" / "desk" / "src" / "router.ts"
# What a phone sends that discharges a duty by more than a sentence.
BY_RECORD = {
    "visit": "care.record_visit",
    "file": "children.confirm",
    "survey": "care.record_visit",
    "conflict": "sync.settle",
}


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.owner], ids=lambda rule: rule.key)
def test_it_stands_on_a_line_of_its_owner(rule: Rule) -> None:
    assert rule.owner
    annex = ANNEX[rule.owner]
    lines = [clause for clause in TEXTS if clause.split("-")[0] == annex and rule.clause in FOLLOWS.get(clause, ())]
    assert lines, f"{rule.clause} {rule.title}"


@pytest.mark.parametrize("rule", [rule for rule in rules() if not rule.owner], ids=lambda rule: rule.key)
def test_what_an_organisation_owes_stands_on_the_home_of_each_kind(rule: Rule) -> None:
    assert {Role.DEPARTMENT, Role.WELFARE_INSTITUTION, Role.PARTNER} <= set(SENTENCES)


@pytest.mark.parametrize(
    "rule", [rule for rule in rules() if rule.owner == Role.CHILD_DIRECTOR], ids=lambda rule: rule.key
)
def test_a_director_can_do_it_on_the_phone(rule: Rule) -> None:
    assert (rule.sentence or BY_RECORD.get(rule.key)) in registry.verbs


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_it_can_be_done_on_the_desk(rule: Rule) -> None:
    """On a screen of its own, or on the child's file."""
    paths = re.findall(r'path: "(/[a-z-]*)', ROUTER.read_text())
    assert (rule.where or "/children") in paths
