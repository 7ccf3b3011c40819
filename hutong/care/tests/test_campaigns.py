"""A1-4 摸底排查: the county opens it, villages and townships report, and each level sees what is left."""

from datetime import timedelta

import pytest

from hutong.accounts import context, grants
from hutong.care.campaigns import figures
from hutong.care.models import CampaignVillage
from hutong.care.tests.surveying import EARLIER, ENDS, PLAN, TODAY, confirmed, opened, owed, report, sweep
from hutong.children.actions import leave
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import registered
from hutong.ground import clock
from tests.cast import ANTU, JIANGBEI, KAOSHAN, NONGAN, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def child(cast):
    return registered(on=EARLIER)


def test_the_county_opens_it_and_director_and_supervisor_owe_their_parts_at_once(cast, child, client_for):
    opened(client_for(cast.antu))
    assert owed(cast.director, "survey") == [("A3-2", "child_director", XINLI, ENDS)]
    assert owed(cast.director, "survey_village") == [("A3-2", "child_director", XINLI, ENDS)]
    assert owed(cast.wanbao, "survey_township") == [("A2-3", "supervisor", WANBAO, ENDS)]
    assert owed(cast.neighbour, "survey") == []
    assert owed(cast.kaoshan, "survey_township") == []
    shown = client_for(cast.director).get("/duties", clause="A3-2").json()["items"]
    assert {one["where"] for one in shown if one["rule"] == "survey_village"} == {"/campaigns"}
    assert any(one["why"].startswith("2026年冬季摸底排查：") for one in shown if one["rule"] == "survey")


def test_a_village_reports_when_every_child_is_checked_and_says_whom_it_found(cast, child, client_for):
    key = opened(client_for(cast.antu), units=[XINLI])
    browser = client_for(cast.director)
    refused = report(browser, key)
    assert refused.status_code == 422
    assert "还有1名儿童没有核查" in refused.json()["message"]
    confirmed(cast.director, child)
    registered("王小草", grant=grant_of(cast.director), on=TODAY)
    assert report(browser, key, "新发现1名，已建档").status_code == 204
    assert owed(cast.director, "survey_village") == []
    assert owed(cast.wanbao, "survey_township") == []
    assert report(browser, key).status_code == 409
    counted = client_for(cast.antu).get(f"/campaigns/{key}").json()["figures"]
    assert (counted["children"], counted["checked"], counted["fresh"], counted["reported"]) == (2, 2, 1, 1)


def test_the_township_is_through_only_with_its_last_village(cast, client_for):
    key = opened(client_for(cast.antu), units=[XINLI, JIANGBEI])
    assert report(client_for(cast.director), key).status_code == 204
    assert len(owed(cast.wanbao, "survey_township")) == 1
    assert report(client_for(cast.neighbour), key, place=JIANGBEI).status_code == 204
    assert owed(cast.wanbao, "survey_township") == []


def test_a_campaign_without_a_search_asks_no_village_to_report(cast, child, client_for):
    opened(client_for(cast.antu), new_found=False, units=[WANBAO])
    assert owed(cast.director, "survey_village") == []
    assert len(owed(cast.wanbao, "survey_township")) == 1
    confirmed(cast.director, child)
    sweep()
    assert owed(cast.wanbao, "survey_township") == []


def test_after_the_last_day_what_is_left_is_overdue_and_the_county_owes_the_end(cast, child, client_for):
    key = opened(client_for(cast.antu))
    with clock.at(ENDS + timedelta(1)):
        sweep()
        page = client_for(cast.antu).get(f"/campaigns/{key}").json()
        assert (page["state"], page["figures"]["overdue"], page["may_close"]) == ("late", 1, True)
        assert owed(cast.antu, "survey_close") == [("A1-4", "civil_affairs", ANTU, ENDS + timedelta(15))]
        lines = {line["clause"]: line for line in client_for(cast.antu).get("/home").json()["lines"]}
        assert lines["A1-4"]["overdue"] >= 1
        assert lines["A1-4"]["action"]["to"] == "/campaigns"


def test_a_closed_campaign_keeps_its_figures_and_asks_for_nothing_more(cast, child, client_for):
    registered("李小红", on=EARLIER)
    browser = client_for(cast.antu)
    key = opened(browser)
    confirmed(cast.director, child)
    assert browser.post(f"/campaigns/{key}/close", {"summary": "应核查2名，已核查1名"}).status_code == 204
    for rule in ("survey", "survey_village"):
        assert owed(cast.director, rule) == []
    assert owed(cast.wanbao, "survey_township") == []
    with context.within(grant_of(cast.director)) as grant:
        leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.RETURNED, TODAY, "父亲回来了")
    page = browser.get(f"/campaigns/{key}").json()
    assert (page["state"], page["figures"]["children"], page["figures"]["checked"]) == ("closed", 2, 1)
    assert browser.get(f"/campaigns/{key}", unit=XINLI).json()["figures"]["todo"] == 1
    assert browser.post(f"/campaigns/{key}/close", {"summary": "再来一次"}).status_code == 409
    assert report(client_for(cast.neighbour), key, place=JIANGBEI).status_code == 409


def test_figures_of_a_level_are_the_sum_of_its_villages_and_name_those_whose_files_are_poor(cast, child, client_for):
    registered("李小红", place=JIANGBEI, on=EARLIER, health="")
    browser = client_for(cast.antu)
    key = opened(browser)
    page = browser.get(f"/campaigns/{key}").json()
    [wanbao] = [unit for unit in page["units"] if unit["place"]["code"] == WANBAO]
    below = browser.get(f"/campaigns/{key}", unit=WANBAO).json()["units"]
    for name in figures.NOTHING:
        assert wanbao["figures"][name] == sum(unit["figures"][name] for unit in below), name
    poor = {unit["place"]["code"]: unit["figures"] for unit in below}
    assert poor[JIANGBEI]["exceptions"] == 2  # health and the reason for care were not collected
    assert (poor[JIANGBEI]["complete"], poor[XINLI]["children"]) == (0, 1)


def test_progress_goes_out_as_a_workbook_a_row_a_village(cast, child, client_for):
    from hutong.returns.out import lists
    from hutong.returns.out.lists import Asked

    key = opened(client_for(cast.antu), units=[XINLI, JIANGBEI])
    one = lists.find("campaign")
    assert one
    with context.within(grant_of(cast.wanbao)) as grant:
        rows, following = one.block(grant, Asked(WANBAO, lists.checked(one, {"campaign": key}), (), False), None)
    assert [row[:5] for row in rows] == [["万宝镇", "新立村委会", 1, 0, 0], ["万宝镇", "江北村委会", 0, 0, 0]]
    assert following is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": TODAY - timedelta(1)}, "ends"),
        ({"starts": ENDS + timedelta(1)}, "ends"),
        ({"items": []}, "items"),
        ({"items": ["没有这一项"]}, "items"),
        ({"units": [KAOSHAN]}, "units"),
        ({"units": [12]}, "units"),
        ({"place": WANBAO}, "place"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_at_its_field(cast, client_for, wrong, field):
    answer = client_for(cast.antu).post("/campaigns", PLAN | wrong)
    assert answer.status_code == 422
    assert field in [one["field"].split(".")[0] for one in answer.json()["fields"]]


def test_only_the_county_and_above_open_and_close_and_only_at_their_own_places(cast, client_for):
    assert client_for(cast.wanbao).post("/campaigns", PLAN).status_code == 403
    assert client_for(cast.nongan).post("/campaigns", PLAN).status_code == 404
    key = opened(client_for(cast.institution))
    assert client_for(cast.wanbao).post(f"/campaigns/{key}/close", {"summary": "好"}).status_code == 403
    assert client_for(cast.nongan).post(f"/campaigns/{key}/close", {"summary": "好"}).status_code == 404
    assert client_for(cast.nongan).get(f"/campaigns/{key}").status_code == 404
    assert client_for(cast.kaoshan).get("/campaigns").json()["items"] == []
    assert client_for(cast.yanbian).post(f"/campaigns/{key}/close", {"summary": "州里结束"}).status_code == 204


def test_a_county_cannot_close_what_the_prefecture_opened_but_sees_its_part(cast, child, client_for):
    key = opened(client_for(cast.yanbian), place=2224_00_000_000)
    page = client_for(cast.antu).get(f"/campaigns/{key}").json()
    assert (page["may_close"], page["figures"]["children"]) == (False, 1)
    assert client_for(cast.antu).post(f"/campaigns/{key}/close", {"summary": "好"}).status_code == 404
    assert client_for(cast.nongan).get(f"/campaigns/{key}").status_code == 404


def test_opened_twice_by_a_double_click_it_stands_once(cast, client_for):
    again = {"id": "019ab000-0000-7000-8000-000000000042"}
    browser = client_for(cast.antu)
    for _ in range(2):
        assert browser.post("/campaigns", PLAN | again).status_code == 204
    assert len(browser.get("/campaigns").json()["items"]) == 1


def test_the_children_of_two_villages_that_became_one_are_counted_once(cast, child, client_for):
    from hutong.workforce.changes.actions import change
    from hutong.workforce.changes.plan import Wish

    registered("李小红", place=JIANGBEI, on=EARLIER)
    key = opened(client_for(cast.antu))
    with context.within(grants.system()) as grant:
        change(grant, Wish("merge", JIANGBEI, TODAY, into=XINLI), "安政函〔2026〕3号", "合村")
        assert CampaignVillage.objects.within(grant).filter(campaign=key, place=XINLI).count() == 2
    sweep()
    assert len(owed(cast.director, "survey")) == 2
    page = client_for(cast.antu).get(f"/campaigns/{key}", unit=WANBAO).json()
    assert page["figures"]["children"] == 2
    assert client_for(cast.antu).post(f"/campaigns/{key}/close", {"summary": "结束"}).status_code == 204
    assert client_for(cast.antu).get(f"/campaigns/{key}").json()["figures"]["children"] == 2


def test_another_county_does_not_learn_of_it(cast, child, client_for):
    opened(client_for(cast.antu))
    assert client_for(cast.nongan).get("/campaigns", unit=NONGAN).json()["items"] == []
