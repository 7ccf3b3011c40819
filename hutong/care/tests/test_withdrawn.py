"""A visit recorded by mistake is taken back: its duty comes back, the level above looks again, and nothing that it said is lost."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context
from hutong.care.actions import NewVisit, record_visit
from hutong.care.tests.test_visits import duties
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from tests.cast import grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
WORDS = "我晚上一个人睡"


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def child(cast):
    return registered("张小明", on=TODAY - timedelta(10))


@pytest.fixture
def visit(cast, child):
    with context.within(grant_of(cast.director)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        return record_visit(grant, row, NewVisit(on=TODAY, mode="home", no_change=True, words=WORDS)).pk


def withdraw(browser, child, visit, reason="记成了别的孩子"):
    return browser.post(f"/children/{child}/visits/{visit}/withdraw", {"reason": reason})


def history(browser, child):
    return browser.get(f"/children/{child}/timeline").json()["items"]


def test_the_duty_comes_back_as_it_was(cast, child, visit, client_for):
    browser = client_for(cast.director)
    before = TODAY - timedelta(10)
    assert (before, TODAY + timedelta(20), "done") in duties(child)
    assert browser.get(f"/children/{child}/visits").json()["withdrawable"] == [str(visit)]
    assert withdraw(browser, child, visit).status_code == 204
    assert [one for one in duties(child) if not one[2]] == [(before, TODAY + timedelta(20), "")]
    assert browser.get(f"/children/{child}/visits").json()["total"] == 0
    assert withdraw(browser, child, visit).status_code == 404


def test_the_history_goes_on_telling_what_it_said_and_why_it_was_taken_back(cast, child, visit, client_for):
    withdraw(client_for(cast.director), child, visit)
    [told] = [one for one in history(client_for(cast.antu), child) if one["title"] == "撤销走访记录"]
    assert "记成了别的孩子" in told["detail"]
    assert WORDS in told["detail"]


def test_the_level_above_sends_it_back_and_the_visit_stands_again(cast, child, visit, client_for):
    withdraw(client_for(cast.director), child, visit)
    township = client_for(cast.wanbao)
    [item] = township.get("/reviews").json()["items"]
    assert (item["kind"], item["child"]["name"]) == ("visit", "张小明")
    body = {"answer": "sent_back", "reason": "孩子确实这样说了"}
    assert client_for(cast.director).post(f"/reviews/{item['id']}/answer", body).status_code == 403
    assert township.post(f"/reviews/{item['id']}/answer", body).status_code == 204
    [row] = township.get(f"/children/{child}/visits").json()["items"]
    assert (row["id"], row["words"]) == (str(visit), WORDS)
    assert next(one[2] for one in duties(child)) == "done"


def test_only_who_recorded_it_or_stands_above_takes_it_back(cast, child, visit, client_for):
    assert withdraw(client_for(cast.neighbour), child, visit).status_code == 404
    assert withdraw(client_for(cast.kaoshan), child, visit).status_code == 404
    assert withdraw(client_for(cast.wanbao), child, visit).status_code == 204


def test_a_reason_is_needed(cast, child, visit, client_for):
    assert withdraw(client_for(cast.director), child, visit, " ").status_code == 422
