"""A2-3: the office's own ledgers, taken in end to end against their answer keys."""

import json
from datetime import date
from pathlib import Path

import pytest

from hutong.accounts import context, grants, held
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.doubles import find as doubles
from hutong.doubles.models import Double
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.ledgers import commands
from hutong.ledgers.intake import work
from hutong.ledgers.models import LedgerImport
from hutong.ledgers.reading.reading import read
from tests.cast import JILIN, KAOSHAN, WANBAO

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parents[3] / "tests" / "ledgers"
TODAY = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def compare(answer, name):
    key = json.loads((LEDGERS / f"{name}.key.json").read_text())
    assert {k: v for k, v in answer["totals"].items() if v} == key["totals"]
    given = {(row["sheet"], row["row"]): row for row in answer["rows"]}
    assert set(given) == {(row["sheet"], row["row"]) for row in key["rows"]}
    for wanted in key["rows"]:
        row = given[wanted["sheet"], wanted["row"]]
        child = row["child"] and {name: row["child"][name] for name in wanted["child"] or {}}
        problems = sorted(problem["code"] for problem in row["problems"])
        assert (row["outcome"], problems, child) == (wanted["outcome"], sorted(wanted["problems"]), wanted["child"])


@pytest.mark.parametrize(
    ("name", "place"),
    [("wanbao-clean.xlsx", WANBAO), ("kaoshan-messy.xlsx", KAOSHAN), ("liangbing-gb18030.csv", 222426_106_000)],
)
def test_a_ledger_says_what_its_key_says(name, place):
    compare(commands.check(LEDGERS / name, place, TODAY), name)


def test_the_same_ledger_sent_again_changes_two_and_adds_one(cast):
    first = commands.import_(LEDGERS / "wanbao-clean.xlsx", WANBAO, cast.wanbao.staff_number)
    assert first["totals"]["new"] == 60
    compare(commands.check(LEDGERS / "wanbao-again.xlsx", WANBAO, TODAY), "wanbao-again.xlsx")
    again = commands.import_(LEDGERS / "wanbao-again.xlsx", WANBAO, cast.wanbao.staff_number)
    compare(again, "wanbao-again.xlsx")
    changes = [change for row in again["rows"] for change in row["changes"]]
    assert all(change["old"] != change["new"] for change in changes)
    third = commands.check(LEDGERS / "wanbao-again.xlsx", WANBAO, TODAY)
    assert third["totals"]["unchanged"] == 61


def test_every_imported_child_has_duties_and_one_entry_of_its_importer(cast):
    answer = commands.import_(LEDGERS / "wanbao-clean.xlsx", WANBAO, cast.wanbao.staff_number)
    with context.within(grants.system()) as grant:
        children = Child.objects.within(grant).filter(place__gte=WANBAO, place__lt=WANBAO + 1000)
        assert children.count() == 60
        assert Duty.objects.within(grant).filter(child__in=children, ending="").count() >= 100
        entries = Entry.objects.within(grant).filter(child__in=children.values("pk"))
        assert entries.count() == 60
        assert {entry.person for entry in entries} == {cast.wanbao.pk}
        assert LedgerImport.objects.within(grant).get(pk=answer["import_id"]).status == "done"


def test_checking_changes_nothing():
    commands.check(LEDGERS / "wanbao-clean.xlsx", WANBAO, TODAY)
    with context.within(grants.system()) as grant:
        assert not Child.objects.within(grant).exists()


def test_a_number_on_file_in_another_county_is_a_number_like_any_other(cast):
    """One upload of a thousand guesses must not name the child among them: the answer is the key's, word for word."""
    registered("朴子哲", place=222426_105_204, born=date(2021, 6, 26), id_number="22012220210626163X")
    compare(commands.check(LEDGERS / "kaoshan-messy.xlsx", KAOSHAN, TODAY), "kaoshan-messy.xlsx")
    answer = commands.import_(LEDGERS / "kaoshan-messy.xlsx", KAOSHAN, cast.kaoshan.staff_number)
    compare(answer, "kaoshan-messy.xlsx")
    with context.within(grants.system()) as grant:
        doubles.find(grant)
        [pair] = Double.objects.within(grant).filter(evidence__contains=["id_same"])
    assert pair.place == JILIN


@pytest.mark.parametrize(("who", "place"), [("wanbao", KAOSHAN), ("director", WANBAO), ("auditor", WANBAO)])
def test_who_may_not_import_there_is_told_so(cast, who, place):
    with pytest.raises(commands.LedgerRefused, match="没有在这个单位导入台账的岗位"):
        commands.import_(LEDGERS / "wanbao-clean.xlsx", place, getattr(cast, who).staff_number)


def test_an_unknown_staff_number_is_told_so():
    with pytest.raises(commands.LedgerRefused, match="没有工号"):
        commands.import_(LEDGERS / "wanbao-clean.xlsx", WANBAO, "0000")


def test_a_ledger_of_a_township_does_not_show_or_change_a_child_of_another(cast):
    registered("朴子哲", place=220122_105_200, born=date(2021, 6, 26), id_number="22012220210626163X")
    grant = held.grant_of(cast.nongan, Role.CIVIL_AFFAIRS)
    assert grant
    with context.within(grant):
        row = work.checked(grant, read(LEDGERS / "kaoshan-messy.xlsx"), KAOSHAN, TODAY).checked.rows[0]
    assert (row.outcome, row.child_id) == ("new", None)
