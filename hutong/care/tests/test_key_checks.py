"""A2-4 重点核查: two to five children of high risk a month, problems put right by their day, the month judged by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from hutong.accounts import context, grants
from hutong.care.checks import reading
from hutong.care.checks.actions import fix_problem, record_check
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.care.models import CheckProblem
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused
from tests.cast import JIANGBEI, KAOSHAN, XINLI, grant_of

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def sweep():
    with context.within(grants.system()):
        engine.sweep()


def risky(count, place=XINLI, risk="high"):
    return [registered(f"张小{n}", place=place, born=date(2018, 1, 1 + n), risk=risk) for n in range(count)]


def months(person):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule="key_check").order_by("owed_since")
        return [(duty.owed_since.month, duty.due, duty.ending) for duty in rows]


def page(person) -> dict[str, Any]:
    with context.within(grant_of(person)) as grant:
        shown: dict[str, Any] = reading.page(grant) | {"problems": reading.problems(grant, None)["items"]}
        plain: dict[str, Any] = {name: [one.model_dump() for one in shown[name]] for name in ("suggested", "problems")}
        return shown | plain


def check(person, child, on=TODAY, problems=()):
    with context.within(grant_of(person)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        return record_check(grant, row, NewCheck(on, "home", "看了住处和伙食", problems=list(problems)))


@pytest.mark.parametrize(("there", "high", "wanted"), [(1, 0, 1), (3, 0, 2), (3, 1, 2), (4, 4, 4), (7, 7, 5)])
def test_a_month_asks_for_as_many_as_are_at_high_risk_but_two_to_five_and_never_more_than_there_are(
    cast, there, high, wanted
):
    risky(high)
    risky(there - high, JIANGBEI, risk="low")
    assert page(cast.wanbao)["figures"]["wanted"] == wanted


def test_the_month_is_done_when_enough_different_children_were_seen(cast):
    first, second = risky(2)
    sweep()
    assert months(cast.wanbao) == [(11, date(2026, 11, 30), "")]
    check(cast.wanbao, first)
    check(cast.wanbao, first)
    assert months(cast.wanbao) == [(11, date(2026, 11, 30), "")]
    check(cast.wanbao, second)
    assert months(cast.wanbao) == [(11, date(2026, 11, 30), "done")]
    assert page(cast.wanbao)["figures"] | {"wanted": 2, "seen": 2} == page(cast.wanbao)["figures"]


def test_a_month_that_passed_stays_overdue_through_the_next_and_late_records_of_it_still_count(cast):
    first, second = risky(2)
    sweep()
    with clock.at(date(2026, 12, 3)):
        sweep()
        assert months(cast.wanbao) == [(11, date(2026, 11, 30), ""), (12, date(2026, 12, 31), "")]
        check(cast.wanbao, first, on=TODAY)
        check(cast.wanbao, second, on=TODAY)
        assert [ending for _, _, ending in months(cast.wanbao)] == ["done", ""]
    with clock.at(date(2027, 1, 2)):
        sweep()
        assert [ending for _, _, ending in months(cast.wanbao)] == ["done", "", ""]
    with clock.at(date(2027, 2, 2)):
        sweep()
        assert [ending for _, _, ending in months(cast.wanbao)] == ["done", "lapsed", "", ""]


def test_nobody_is_asked_for_months_before_the_township_was_in_the_system(cast):
    risky(2)
    sweep()
    assert [month for month, _, _ in months(cast.wanbao)] == [11]


def test_whoever_waited_longest_among_the_high_risks_is_suggested_first(cast):
    seen, never = risky(2)
    medium = registered("李小强", risk="medium")
    check(cast.wanbao, seen)
    with clock.at(date(2026, 12, 1)):
        assert [child["id"] for child in page(cast.wanbao)["suggested"]] == [never, seen, medium]


def test_a_problem_is_owed_by_its_day_by_the_director_and_done_when_it_is_put_right(cast):
    [child] = risky(1)
    check(cast.wanbao, child, problems=[NewProblem("炉子漏烟", TODAY + timedelta(7))])
    with context.within(grant_of(cast.director)) as grant:
        duty = Duty.objects.within(grant).get(rule="check_problem")
        assert (duty.owner, duty.due, duty.ending) == ("child_director", TODAY + timedelta(7), "")
        [problem] = CheckProblem.objects.within(grant).filter(child=child)
        fix_problem(grant, problem.pk, "换了烟道")
        duty.refresh_from_db()
        assert (duty.ending, duty.discharged_by) == ("done", problem.pk)
        with pytest.raises(Refused, match="已于"):
            fix_problem(grant, problem.pk, "再来一次")
    figures = page(cast.wanbao)["figures"]
    assert (figures["found"], figures["fixed"], figures["late"]) == (1, 1, 0)


def test_a_check_in_the_future_or_a_day_for_a_problem_before_the_check_is_refused(cast):
    [child] = risky(1)
    with pytest.raises(Refused, match="不能晚于今天"):
        check(cast.wanbao, child, on=TODAY + timedelta(1))
    with pytest.raises(Refused, match="整改期限"):
        check(cast.wanbao, child, problems=[NewProblem("炉子漏烟", TODAY - timedelta(1))])


def test_the_home_page_counts_it_in_a2_4_and_another_township_sees_nothing_of_it(cast, client_for):
    [child, *_] = risky(2)
    sweep()
    browser = client_for(cast.wanbao)
    lines = {line["clause"]: line for line in browser.get("/home").json()["lines"]}
    assert (lines["A2-4"]["counts"], lines["A2-4"]["action"]["to"]) == (["A2-4", "A3-4"], "/key-checks")
    body = {"on": TODAY, "mode": "home", "found": "情况平稳", "problems": [{"text": "没有棉衣", "due": TODAY}]}
    assert browser.post(f"/children/{child}/key-checks", body).status_code == 204
    shown = browser.get("/key-checks/problems").json()
    assert [one["text"] for one in shown["items"]] == ["没有棉衣"]
    events = browser.get(f"/children/{child}/timeline").json()["items"]
    assert any("重点核查" in event["title"] for event in events)
    beside = client_for(cast.kaoshan)
    assert beside.get("/key-checks/problems").json()["items"] == []
    assert beside.post(f"/children/{child}/key-checks", body).status_code == 404
    assert beside.get("/key-checks", place=KAOSHAN).status_code == 200


def test_problems_found_and_put_right_are_counted_for_the_county_as_the_sum_of_its_townships(cast, client_for):
    first, second = risky(2)
    check(
        cast.wanbao,
        first,
        problems=[NewProblem("炉子漏烟", TODAY - timedelta(0)), NewProblem("没有棉衣", TODAY + timedelta(9))],
    )
    check(cast.wanbao, second, problems=[NewProblem("放学没人接", TODAY + timedelta(9))])
    problem = page(cast.wanbao)["problems"][0]
    assert (
        client_for(cast.director).post(f"/check-problems/{problem['id']}/fixed", {"note": "换了烟道"}).status_code
        == 204
    )
    with clock.at(TODAY + timedelta(10)):
        township = client_for(cast.wanbao).get("/key-checks").json()["figures"]
        county = client_for(cast.antu).get("/key-checks", place=222426_105_000).json()["figures"]
        assert (township["found"], township["fixed"], township["late"]) == (3, 1, 2)
        assert county == township
        assert client_for(cast.nongan).get("/key-checks").json()["figures"]["found"] == 0
        lines = {line["clause"]: line for line in client_for(cast.director).get("/home").json()["lines"]}
        assert lines["A3-4"]["overdue"] == 2


def test_a_year_later_the_figures_begin_anew_and_what_is_open_stays_on_the_list(cast):
    [child] = risky(1)
    check(cast.wanbao, child, problems=[NewProblem("炉子漏烟", TODAY)])
    with clock.at(date(2027, 1, 4)):
        shown = page(cast.wanbao)
        assert shown["figures"]["found"] == 0
        assert [one["late"] for one in shown["problems"]] == [True]
