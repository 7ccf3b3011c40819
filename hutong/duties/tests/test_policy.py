"""Rules as data: a new row succeeds an old one from its day on, and nothing that was loaded changes."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import ProgrammingError, connections, transaction

from hutong.accounts import context, grants
from hutong.children.tests.factories import registered
from hutong.duties import policy
from hutong.duties.models import Duty, Policy
from hutong.ground import clock, query

HEADER = "规则,条款,类别,情形,期限,单位,逾期报乡镇,逾期报县级,逾期报市级,逾期报省级,生效日期,失效日期,依据,标注,说明\n"
ROW = "visit,A3-4,*,first,{days},天,7天,30天,60天,90天,{since},,县里试点,设计,\n"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """written(text): a policy folder with these national rows."""

    def write(text):
        (tmp_path / "national").mkdir(exist_ok=True)
        (tmp_path / "national" / policy.FILE).write_text(HEADER + text)
        monkeypatch.setattr(policy, "FOLDER", tmp_path)

    return write


def first_visit(child):
    with context.within(grants.system()) as grant:
        duty = Duty.objects.within(grant).get(child=child, rule="visit")
        return duty.due - duty.owed_since


@pytest.mark.django_db(databases=["default", "owner"])
def test_loading_again_adds_nothing():
    assert policy.load() == 0


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_loaded(written):
    written(ROW.format(days=20, since="2026-04-01") + ROW.format(days="三十", since="2026-05-01"))
    with pytest.raises(policy.PolicyError, match="第 3 行"):
        policy.load()
    assert not Policy.objects.filter(source="县里试点").exists()


@pytest.mark.django_db
def test_the_application_cannot_change_policy():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        query.run("UPDATE duties_policy SET amount = 1")


@pytest.fixture
def pilot_from_april():
    """A longer interval from 1 April, committed past the test's transaction as the loader of another process would."""
    known = connections["owner"].get_connection_params() or {}
    with psycopg.connect(**{k: known[k] for k in ("dbname", "user", "host")}, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO duties_policy (rule, clause, province, category, situation, amount, unit, climbing,"
            " period, source, mark, version) VALUES"
            " ('visit', 'A3-4', 0, '*', 'first', 45, 'day', '[]', '[2026-04-01,)', '县里试点', 'design', 'test')"
        )
        yield
        owner.execute("DELETE FROM duties_policy WHERE version = 'test'")


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_later_row_succeeds_the_earlier_from_its_day_on_even_when_it_allows_longer(pilot_from_april):
    with clock.at(date(2026, 3, 31)):
        before = registered("旧规则时登记")
    with clock.at(date(2026, 4, 1)):
        after = registered("新规则时登记")
    assert first_visit(before) == timedelta(30)
    assert first_visit(after) == timedelta(45)
