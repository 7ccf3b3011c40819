"""Home says what waits for whoever asks: late, today, this week; what they wait for; and what is old as one figure with its list."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context
from hutong.children.tests.factories import registered
from hutong.desk import duties
from hutong.duties.actions import ask_waiver
from hutong.duties.models import Duty
from hutong.ground import clock
from tests.cast import ANTU, WANBAO, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def children(cast):
    """First visits are due after thirty days: of three one is late, one due today, one this week, and one is late since long."""
    for name, days in (("逾期", 35), ("今天", 30), ("本周", 27), ("历史", 90)):
        registered(name, on=TODAY - timedelta(days))


def home(browser, **asked):
    return browser.get("/home", **asked).json()


def test_what_waits_stands_under_its_heading_and_what_is_old_is_one_figure(cast, client_for, children):
    told = home(client_for(cast.director))
    visits = [(one["child"]["name"], one["group"]) for one in told["needs_me"] if one["rule"] == "visit"]
    assert visits == [("逾期", "now"), ("今天", "today"), ("本周", "week")]
    assert told["waiting"]["today"] >= 1
    assert told["old"] == client_for(cast.director).get("/duties", state="old").json()["total"]["count"] > 0


@pytest.mark.parametrize("who", ["wanbao", "antu", "jilin"])
def test_old_work_is_the_same_figure_as_the_list_behind_it_at_every_level(cast, client_for, children, who):
    browser = client_for(getattr(cast, who))
    assert home(browser)["old"] == browser.get("/duties", state="old").json()["total"]["count"] > 0


def test_the_week_ahead_counts_visits_by_their_day(cast, client_for, children):
    for who in ("director", "antu"):
        week = home(client_for(getattr(cast, who)))["week"]
        assert [day["on"] for day in week] == [str(TODAY + timedelta(n)) for n in range(7)]
        assert (week[0]["visits"], week[3]["visits"]) == (1, 1)


def test_a_wish_that_nobody_answered_is_what_i_wait_for(cast, client_for, children):
    with context.within(grant_of(cast.director)) as grant:
        duty = Duty.objects.within(grant).filter(rule="visit", due=TODAY).get()
        ask_waiver(grant, duty.pk, "全家外出")
    told = home(client_for(cast.director))["awaited"]
    assert (told["count"], told["items"][0]["title"]) == (1, "走访")
    assert home(client_for(cast.neighbour))["awaited"]["count"] == 0


def test_the_menu_counts_what_is_late_or_due_by_page_and_not_what_comes_this_week(cast, client_for, children):
    told = client_for(cast.director).get("/waits").json()
    assert {one["to"]: one["count"] for one in told["items"]}["/children"] >= 2
    assert told["total"] == sum(one["count"] for one in told["items"])
    assert client_for(cast.neighbour).get("/waits").json()["total"] == 0


def test_the_bureau_has_a_title_of_its_own(cast, client_for):
    titles = {who: home(client_for(getattr(cast, who)))["title"] for who in ("antu", "yanbian", "jilin", "institution")}
    assert titles == {
        "antu": "县级民政部门工作",
        "yanbian": "市级民政部门工作",
        "jilin": "省级民政部门工作",
        "institution": "未成年人救助保护机构工作职责",
    }


def test_every_clause_of_the_document_is_listed(cast, client_for):
    told = [one["clause"] for one in client_for(cast.auditor).get("/clauses").json()]
    assert len(told) == 10 + 8 + 6 + 13
    assert len(set(told)) == len(told)


def test_the_list_of_duties_is_filtered_by_kind_person_and_mine(cast, client_for, children):
    browser = client_for(cast.wanbao)
    choices = browser.get("/duty-choices").json()
    [post] = [one["id"] for one in choices["posts"] if one["name"] == "王秀兰"]
    of_person = browser.get("/duties", state="overdue", post=post).json()
    assert {item["owners"][0] for item in of_person["items"]} == {"王秀兰"}
    kinds = browser.get("/duties", state="overdue", rule="visit").json()["items"]
    assert {item["rule"] for item in kinds} == {"visit"}
    assert all(item["below"] and not item["mine"] for item in kinds)
    # Of those that are late seven days after the first visit was due are told to the township (policy).
    climbed = browser.get("/duties", state="overdue", mine=True, rule="visit").json()["items"]
    assert [item["child"]["name"] for item in climbed] == ["历史"]
    assert client_for(cast.kaoshan).get("/duties", state="overdue", post=post).json()["items"] == []


def test_a_post_of_elsewhere_filters_nothing_in(cast, client_for, children):
    with context.within(grant_of(cast.wanbao)) as grant:
        assert duties.choices(grant)["posts"]
    assert client_for(cast.kaoshan).get("/duty-choices", place=WANBAO).status_code == 404
    assert client_for(cast.yanbian).get("/duty-choices", place=ANTU).status_code == 200
    assert grant_of(cast.wanbao).places == (WANBAO,)
