"""A1-4 摸底排查: each child is checked once, whoever looked, and nothing is filled in twice."""

from datetime import timedelta

import pytest

from hutong.accounts import context
from hutong.care.tests.surveying import EARLIER, TODAY, confirmed, opened, owed, report, sweep, visit
from hutong.children.actions import update
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties import actions as deciding
from hutong.duties.models import Duty, Waiver
from hutong.ground import clock
from tests.cast import JIANGBEI, XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def child(cast):
    return registered(on=EARLIER)


def test_the_file_confirmed_or_changed_is_the_check_and_nothing_is_filled_twice(cast, child, client_for):
    other = registered("李小红", on=EARLIER)
    key = opened(client_for(cast.antu))
    confirmed(cast.director, child)
    with context.within(grant_of(cast.director)) as grant:
        rev = Child.objects.within(grant).get(pk=other).rev
        update(grant, other, rev, {}, {"child": {"remark": "父亲电话换了"}})
    assert owed(cast.director, "survey") == []
    [first, second] = client_for(cast.director).get(f"/campaigns/{key}/children", state="checked").json()["items"]
    assert (first["on"], first["by_file"], second["by_file"]) == (str(TODAY), True, True)


def test_a_visit_that_found_everything_as_in_the_file_is_the_check(cast, child, client_for):
    opened(client_for(cast.antu))
    visit(cast.director, child)
    assert owed(cast.director, "survey") == []


def test_what_a_visit_found_changed_is_left_to_the_file_and_named(cast, child, client_for):
    key = opened(client_for(cast.antu))
    visit(cast.wanbao, child, guardianship="changed")
    browser = client_for(cast.director)
    [left] = browser.get(f"/campaigns/{key}/children").json()["items"]
    assert left["todo"] == ["家庭监护"]
    visit(cast.director, child, schooling="changed")
    assert owed(cast.director, "survey") == []


def test_what_only_papers_prove_no_visit_checks(cast, child, client_for):
    opened(client_for(cast.antu), items=["identity", "living"])
    visit(cast.director, child)
    assert len(owed(cast.director, "survey")) == 1
    confirmed(cast.director, child)
    assert owed(cast.director, "survey") == []


def test_a_visit_before_it_began_does_not_count_and_one_since_then_does_even_before_it_was_opened(
    cast, child, client_for
):
    visit(cast.director, child, on=TODAY - timedelta(10))
    opened(client_for(cast.antu), starts=TODAY - timedelta(9))
    assert len(owed(cast.director, "survey")) == 1
    visit(cast.director, child, on=TODAY - timedelta(2))
    assert owed(cast.director, "survey") == []


def test_only_the_categories_that_were_named_are_asked_for(cast, child, client_for):
    registered("李小红", on=EARLIER, categories=["distressed"])
    key = opened(client_for(cast.antu), categories=["distressed"])
    assert len(owed(cast.director, "survey")) == 1
    page = client_for(cast.antu).get(f"/campaigns/{key}").json()
    assert (page["figures"]["children"], page["categories"]) == (1, ["困境儿童"])


def test_only_the_units_that_were_named_are_asked(cast, child, client_for):
    opened(client_for(cast.antu), units=[JIANGBEI])
    assert owed(cast.director, "survey") == []
    assert client_for(cast.director).get("/campaigns").json()["items"] == []
    assert len(owed(cast.neighbour, "survey_village")) == 1
    assert len(owed(cast.wanbao, "survey_township")) == 1


def test_a_child_that_need_not_be_checked_is_waived_by_the_township_and_counted_as_such(cast, child, client_for):
    key = opened(client_for(cast.antu), units=[XINLI])
    with context.within(grant_of(cast.director)) as grant:
        duty = Duty.objects.within(grant).get(rule="survey", child=child)
        waiver = deciding.ask_waiver(grant, duty.pk, "全家在外地过年，电话已核实")
    with context.within(grant_of(cast.wanbao)) as grant:
        deciding.answer_waiver(grant, waiver.pk, True, "同意")
        assert Waiver.objects.within(grant).get().answer == "agreed"
    browser = client_for(cast.director)
    counted = browser.get(f"/campaigns/{key}").json()["figures"]
    assert (counted["waived"], counted["todo"]) == (1, 0)
    assert report(browser, key).status_code == 204
    assert owed(cast.wanbao, "survey_township") == []


def test_a_planned_campaign_asks_for_nothing_before_its_first_day(cast, child, client_for):
    key = opened(client_for(cast.antu), starts=TODAY + timedelta(7))
    assert owed(cast.director, "survey") == owed(cast.director, "survey_village") == []
    assert report(client_for(cast.director), key).status_code == 409
    with clock.at(TODAY + timedelta(7)):
        sweep()
        assert len(owed(cast.director, "survey")) == 1
