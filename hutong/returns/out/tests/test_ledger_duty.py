"""A2-3: once a month the township clears its ledger's exceptions, by mending each or saying why it may stand."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.children.actions import update
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties import actions as deciding
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from tests.cast import KAOSHAN, WANBAO, grant_of

FIRST = date(2026, 11, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def appointed():
    """The staff is there since October."""
    with clock.at(date(2026, 10, 1)):
        yield


def sweep(day):
    with clock.at(day), context.within(grants.system()):
        engine.sweep()


def rounds(person):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule="ledger").order_by("owed_since")
        return [(duty.place, duty.owed_since, duty.due, duty.ending, duty.ended_on) for duty in rows]


def mend(person, child, day):
    with clock.at(day), context.within(grant_of(person)) as grant:
        rev = Child.objects.within(grant).get(pk=child).rev
        update(grant, child, rev, {}, {"child": {"care_reason": "both_away"}})


@pytest.fixture
def poor(cast):
    """A child in care of whom nobody asked why."""
    return registered(on=FIRST)


def test_whoever_has_exceptions_owes_them_within_the_month_and_the_others_owe_nothing(cast, poor):
    registered(place=KAOSHAN + 201, on=FIRST, care_reason="both_away")
    sweep(FIRST)
    assert rounds(cast.wanbao) == [(WANBAO, FIRST, date(2026, 11, 30), "", None)]
    assert rounds(cast.kaoshan) == []


def test_mended_on_the_thirtieth_it_is_in_time_though_the_night_sees_it_on_the_first(cast, poor):
    sweep(FIRST)
    mend(cast.wanbao, poor, date(2026, 11, 30))
    sweep(date(2026, 12, 1))
    assert rounds(cast.wanbao) == [(WANBAO, FIRST, date(2026, 11, 30), "done", date(2026, 11, 30))]


def test_the_last_one_explained_it_is_done_at_once(cast, poor, client_for):
    with clock.at(FIRST):
        sweep(FIRST)
        body = {"rule": "no_care_reason", "reason": "父母失联，正在寻找", "until": FIRST + timedelta(90)}
        browser = client_for(cast.wanbao)
        assert browser.post(f"/children/{poor}/explain", body).status_code == 204
        assert [ending for *_, ending, _ in rounds(cast.wanbao)] == ["done"]
        assert browser.get("/ledger-exceptions").json()["total"] == 0


def test_what_comes_up_after_it_was_cleared_is_the_next_months(cast, poor):
    sweep(FIRST)
    mend(cast.wanbao, poor, date(2026, 11, 9))
    sweep(date(2026, 11, 10))
    registered("李小红", on=date(2026, 11, 12))
    sweep(date(2026, 11, 13))
    assert [ending for *_, ending, _ in rounds(cast.wanbao)] == ["done"]
    sweep(date(2026, 12, 1))
    assert rounds(cast.wanbao)[1] == (WANBAO, date(2026, 12, 1), date(2026, 12, 30), "", None)


def test_a_month_that_was_not_cleared_stays_overdue_and_there_is_no_second_one_beside_it(cast, poor):
    sweep(FIRST)
    sweep(date(2027, 1, 5))
    assert rounds(cast.wanbao) == [(WANBAO, FIRST, date(2026, 11, 30), "", None)]
    mend(cast.wanbao, poor, date(2027, 1, 8))
    sweep(date(2027, 1, 9))
    assert [(ending, on) for *_, ending, on in rounds(cast.wanbao)] == [("done", date(2027, 1, 8))]


def test_an_explanation_that_ran_out_is_owed_again(cast, poor, client_for):
    with clock.at(FIRST):
        body = {"rule": "no_care_reason", "reason": "正在寻找父母", "until": FIRST + timedelta(10)}
        assert client_for(cast.wanbao).post(f"/children/{poor}/explain", body).status_code == 204
    sweep(FIRST + timedelta(9))
    assert rounds(cast.wanbao) == []
    sweep(FIRST + timedelta(11))
    assert [ending for *_, ending, _ in rounds(cast.wanbao)] == [""]


def test_a_month_that_the_county_waived_is_not_asked_for_again_before_the_next(cast, poor):
    sweep(FIRST)
    with clock.at(FIRST):
        with context.within(grant_of(cast.wanbao)) as grant:
            waiver = deciding.ask_waiver(grant, Duty.objects.within(grant).get(rule="ledger").pk, "全镇断网")
        with context.within(grant_of(cast.antu)) as grant:
            deciding.answer_waiver(grant, waiver.pk, True, "同意")
    sweep(FIRST + timedelta(5))
    assert [ending for *_, ending, _ in rounds(cast.wanbao)] == ["waived"]
    sweep(date(2026, 12, 1))
    assert [ending for *_, ending, _ in rounds(cast.wanbao)] == ["waived", ""]


def test_the_supervisor_finds_it_on_the_home_page_and_the_county_sees_it_when_it_is_late(cast, poor, client_for):
    sweep(FIRST)
    day = date(2026, 12, 5)
    sweep(day)
    with clock.at(day):
        home = client_for(cast.wanbao).get("/home").json()
        [told] = [one for one in home["needs_me"] if one["rule"] == "ledger"]
        assert (told["title"], told["where"], told["state"]) == ("清理台账异常", "/ledger-exceptions", "overdue")
        county = client_for(cast.antu).get("/home").json()
        assert any(one["rule"] == "ledger" for one in county["needs_me"])
        [wanbao] = [unit for unit in county["below"] if unit["place"]["code"] == WANBAO]
        causes = {cause["title"]: cause["overdue"] for cause in wanbao["causes"]}
        assert causes["清理台账异常"] == 1
        listed = client_for(cast.wanbao).get("/duties", clause="A2-3", state="overdue").json()["items"]
        assert "ledger" in {one["rule"] for one in listed}
