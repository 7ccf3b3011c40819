"""A2-3: a column that the office does not have makes forty exceptions and takes one decision."""

from datetime import date, timedelta
from typing import Any

import pytest

from hutong.children.tests.factories import read, registered
from hutong.ground import clock
from tests.cast import JIANGBEI, WANBAO

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
UNTIL = str(TODAY + timedelta(90))


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def children():
    """Three without health, one of them in another village; one that lacks nothing."""
    known: dict[str, Any] = {"id_kind": "none", "care_reason": "both_away"}
    with clock.at(TODAY - timedelta(60)):
        registered("赵全", born=date(2018, 3, 9), **known)
        bare = [
            registered(f"李{name}", born=date(2018, 3, day), health="", **known) for day, name in ((5, "一"), (6, "二"))
        ]
        return [*bare, registered("李三", born=date(2018, 3, 7), health="", place=JIANGBEI, **known)]


def counts(browser, **query):
    return {
        one["key"]: one["count"] for one in browser.get("/ledger-exceptions", **query).json()["rules"] if one["count"]
    }


def test_all_of_a_kind_are_explained_by_one_sentence(cast, client_for, children):
    browser = client_for(cast.wanbao)
    assert counts(browser) == {"no_health": 3}
    told = {"rule": "no_health", "count": 3, "reason": "本单位台账没有健康一栏，入冬体检后补登", "until": UNTIL}
    assert browser.post("/ledger-exceptions/explain", told).json() == {"done": 3}
    assert counts(browser) == {}
    assert len(browser.get("/ledger-exceptions", explained="true").json()["items"]) == 3
    history = browser.get(f"/children/{children[0]}/timeline").json()["items"]
    assert history[0]["title"].startswith("说明台账异常")


def test_all_of_a_kind_are_filled_in_and_none_counts_as_confirmed(cast, client_for, children):
    browser = client_for(cast.wanbao)
    before = [read(child).confirmed_on for child in children]
    [rule] = [one for one in browser.get("/ledger-exceptions").json()["rules"] if one["key"] == "no_health"]
    assert {"key": "well", "label": "健康"} in rule["choices"]
    asked = {"rule": "no_health", "count": 2, "value": "well", "place": 222426_105_204}
    assert browser.post("/ledger-exceptions/fill", asked).json() == {"done": 2}
    assert [read(child).health for child in children] == ["well", "well", ""]
    assert [read(child).confirmed_on for child in children] == before
    assert counts(browser) == {"no_health": 1}


def test_schooling_is_filled_in_too(cast, client_for):
    child = registered(id_kind="none", care_reason="both_away")
    browser = client_for(cast.wanbao)
    [rule] = [one for one in browser.get("/ledger-exceptions").json()["rules"] if one["key"] == "no_schooling"]
    assert {"key": "primary", "label": "小学"} in rule["choices"]
    assert rule["count"] == 0
    answer = browser.post("/ledger-exceptions/fill", {"rule": "no_schooling", "count": 1, "value": "primary"})
    assert answer.status_code == 409
    assert read(child).rev == 1


@pytest.mark.parametrize(
    ("route", "wrong"),
    [("fill", {"value": "no-such"}), ("fill", {"rule": "adult", "value": "well"}), ("fill", {"rule": "no_number", "value": "resident"}),
     ("explain", {"reason": " ", "until": UNTIL}), ("explain", {"reason": "父亲服刑", "until": UNTIL}), ("explain", {"reason": "没有", "until": str(TODAY)}),
     ("explain", {"rule": "nothing", "reason": "没有", "until": UNTIL})],
)  # fmt: skip
def test_what_cannot_be_decided_is_said(cast, client_for, children, route, wrong):
    answer = client_for(cast.wanbao).post(f"/ledger-exceptions/{route}", {"rule": "no_health", "count": 3} | wrong)
    assert answer.status_code == 422
    assert counts(client_for(cast.wanbao)) == {"no_health": 3}


def test_what_was_not_seen_is_not_decided(cast, client_for, children):
    browser = client_for(cast.wanbao)
    asked = {"rule": "no_health", "count": 2, "value": "well"}
    answer = browser.post("/ledger-exceptions/fill", asked)
    assert (answer.status_code, "请刷新" in answer.json()["message"]) == (409, True)
    assert client_for(cast.kaoshan).post("/ledger-exceptions/fill", asked | {"count": 3}).status_code == 409
    assert client_for(cast.kaoshan).post("/ledger-exceptions/fill", asked | {"place": WANBAO}).status_code == 404
