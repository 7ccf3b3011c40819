"""A2-3: the supervisor sees only what is wrong in the ledger, and may say why it is right for a while."""

from datetime import date, timedelta

import pytest

from hutong.children.tests.factories import registered
from hutong.ground import clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def rules(browser, **query):
    return sorted(row["rule"] for row in browser.get("/ledger-exceptions", **query).json()["items"])


def test_what_was_not_collected_is_an_exception_and_the_clean_file_is_none(cast, client_for):
    registered(id_kind="none", care_reason="both_away", born=date(2018, 3, 4))
    browser = client_for(cast.wanbao)
    assert rules(browser) == []
    registered("王小红", born=date(2010, 3, 4), health="", id_kind="not_seen")
    assert rules(browser) == ["no_category", "no_health", "no_number", "stage_age"]


def test_an_explanation_takes_it_off_the_list_until_its_day(cast, client_for):
    child = registered(id_kind="none", health="", care_reason="both_away")
    browser = client_for(cast.wanbao)
    assert rules(browser) == ["no_health"]
    given = {"rule": "no_health", "reason": "随父母在外地，下月返乡体检", "until": str(TODAY + timedelta(30))}
    assert browser.post(f"/children/{child}/explain", given).status_code == 204
    assert rules(browser) == []
    assert rules(browser, explained="true") == ["no_health"]
    with clock.at(TODAY + timedelta(31)):
        assert rules(client_for(cast.wanbao)) == ["no_health"]


def test_an_explanation_needs_a_day_within_half_a_year(cast, client_for):
    child = registered(health="")
    browser = client_for(cast.wanbao)
    for until in (TODAY, TODAY + timedelta(400)):
        answer = browser.post(
            f"/children/{child}/explain", {"rule": "no_health", "reason": "说明", "until": str(until)}
        )
        assert answer.status_code == 422


def test_another_township_sees_none_of_it(cast, client_for):
    child = registered(health="")
    assert rules(client_for(cast.kaoshan)) == []
    given = {"rule": "no_health", "reason": "说明", "until": str(TODAY + timedelta(30))}
    assert client_for(cast.kaoshan).post(f"/children/{child}/explain", given).status_code == 404
