"""What is owed stands on a line of its owner's home, and can be done on every device that its owner has."""

import re
from pathlib import Path

import pytest

from hutong.accounts.models import Organisation
from hutong.accounts.permissions import ANNEX, Role
from hutong.desk.clauses import FOLLOWS, OWED_UNDER, TEXTS, sentence
from hutong.desk.office import KINDS
from hutong.duties.registry import Rule, rules
from hutong.places.codes import Level
from hutong.sync.registry import registry

SCREENS = Path(__file__).parents[3] / "web" / "apps" / "desk" / "src"
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
def test_what_an_organisation_owes_stands_on_its_home(rule: Rule) -> None:
    """Under the sentence of its kind, or on a line of the annex."""
    sentences = {sentence(kind, "", Level.COUNTY).clause for kind in KINDS.values()}
    assert rule.clause in sentences | {clause for line in TEXTS for clause in FOLLOWS.get(line, ())}
    assert rule.clause in OWED_UNDER.values()


def test_every_kind_of_organisation_owes_under_its_own_clause() -> None:
    assert {kind: sentence(kind, "", Level.COUNTY).clause for kind in KINDS.values()}.items() <= OWED_UNDER.items()
    assert set(OWED_UNDER) | {Organisation.Kind.UNIT} == set(Organisation.Kind)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("安图县公安局", "公安部门要及时受理有关报告，第一时间出警"),
        ("延边州教育局", "教育部门要强化适龄儿童控辍保学"),
        ("安图县司法局", "司法行政部门要依法"),
        ("安图县人社局", "人力资源社会保障部门要推动落实"),
        ("安图县妇女儿童工作委员会办公室", "妇儿工委办公室要督促"),
        ("共青团安图县委", "共青团组织要会同"),
        ("安图县妇联", "妇联组织要发挥"),
        ("安图县残疾人联合会", "残联组织要积极维护"),
        ("安图县财政局", "各级财政部门要"),
        ("安图县人民检察院", "各级政府相关部门要密切配合"),
    ],
)
def test_each_department_finds_its_own_sentence(name: str, words: str) -> None:
    assert sentence(Organisation.Kind.DEPARTMENT, name, Level.COUNTY).text.startswith(words)


@pytest.mark.parametrize(
    "rule", [rule for rule in rules() if rule.owner == Role.CHILD_DIRECTOR], ids=lambda rule: rule.key
)
def test_a_director_can_do_it_on_the_phone(rule: Rule) -> None:
    assert (rule.sentence or BY_RECORD.get(rule.key)) in registry.verbs


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_it_can_be_done_on_the_desk(rule: Rule) -> None:
    """On a screen of its own, or on the child's file."""
    paths = {path for file in SCREENS.rglob("rout*.ts") for path in re.findall(r'path: "(/[a-z-]*)', file.read_text())}
    assert (rule.where or "/children") in paths
