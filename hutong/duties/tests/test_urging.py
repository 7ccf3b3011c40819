"""催办, 督办: whoever stands above rings those below; it changes no duty, and rings for nothing that is closed to others."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context
from hutong.accounts.managers import plain
from hutong.alarms.models import Alarm
from hutong.children.tests.factories import registered
from hutong.duties.models import Duty
from hutong.ground import clock
from tests.cast import ANTU, JIANGBEI, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def duty(cast):
    child = registered("逾期", on=TODAY - timedelta(40))
    with context.within(grant_of(cast.wanbao)) as grant:
        return str(Duty.objects.within(grant).get(child=child, rule="visit").pk)


def rung(person):
    with context.within(grant_of(person)):
        return plain(Alarm).filter(person=person.pk, kind="urged").count()


def urge(browser, duties=(), places=()):
    return browser.post("/duties/urge", {"duties": list(duties), "places": list(places)})


def test_the_township_rings_the_director_once_a_day(cast, client_for, duty):
    browser = client_for(cast.wanbao)
    assert urge(browser, [duty]).json() == {"told": 1, "vacant": 0}
    assert urge(browser, [duty], [XINLI]).json() == {"told": 1, "vacant": 0}
    assert (rung(cast.director), rung(cast.neighbour)) == (1, 0)
    [alarm] = [
        one for one in client_for(cast.director).get("/alarms").json()["items"] if one["text"].startswith("上级催办")
    ]
    assert "逾期" not in str(alarm)


def test_the_county_rings_townships_and_says_where_nobody_is(cast, client_for):
    told = urge(client_for(cast.antu), places=[WANBAO]).json()
    assert told == {"told": 1, "vacant": 0}
    assert rung(cast.wanbao) == 1
    assert urge(client_for(cast.wanbao), places=[XINLI, 222426_105_206]).json()["vacant"] == 1


def test_nobody_rings_an_equal_or_whoever_is_elsewhere(cast, client_for, duty):
    assert urge(client_for(cast.wanbao), places=[WANBAO]).status_code == 404
    assert urge(client_for(cast.kaoshan), [duty]).status_code == 404
    assert urge(client_for(cast.kaoshan), places=[JIANGBEI]).status_code == 404
    assert urge(client_for(cast.director), [duty]).status_code == 403
    assert rung(cast.director) == 0


def test_several_units_are_told_the_same_task(cast, client_for):
    body = {"place": XINLI, "places": [XINLI, JIANGBEI], "title": "核对名单", "due": str(TODAY + timedelta(3))}
    assert client_for(cast.wanbao).post("/tasks", body).status_code == 204
    for person in (cast.director, cast.neighbour):
        assert [one["title"] for one in client_for(person).get("/decisions/tasks").json()["items"]] == ["核对名单"]
    beside = body | {"places": [ANTU]}
    assert client_for(cast.wanbao).post("/tasks", beside).status_code == 404


def test_several_of_ones_own_are_asked_to_be_free_of_all_or_none(cast, client_for, duty):
    browser = client_for(cast.director)
    body = {"duties": [duty], "reason": "全家外出"}
    assert client_for(cast.neighbour).post("/duties/waivers", body).status_code == 404
    assert browser.post("/duties/waivers", body).json() == {"asked": 1}
    assert browser.post("/duties/waivers", body).status_code == 409
