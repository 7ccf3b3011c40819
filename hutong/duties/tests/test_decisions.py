"""免办和交办: a duty need not be done only when the level above agrees; a task is told downward, and taken back by whom told it."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.models import Entry
from tests.cast import ANTU, JIANGBEI, KAOSHAN, WANBAO, XINLI, grant_of

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def child(cast):
    return registered(on=TODAY)


def sweep(day=TODAY):
    with clock.at(day), context.within(grants.system()):
        engine.sweep()


def one_duty(person, rule, **by):
    with context.within(grant_of(person)) as grant:
        return Duty.objects.within(grant).filter(rule=rule, **by).get()


def owed(person, rule):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule=rule, ending="").order_by("id")
        return [(duty.clause, duty.owner, duty.place, duty.due) for duty in rows]


def ask(browser, duty, reason="全家去外地过年，已电话核实"):
    return browser.post(f"/duties/{duty.pk}/waiver", {"reason": reason})


def waivers(browser):
    return browser.get("/decisions/waivers").json()["items"]


def answer(browser, agreed=True, reason="同意"):
    [open_one] = [one for one in waivers(browser) if not one["answer"]]
    return browser.post(f"/waivers/{open_one['id']}/answer", {"agreed": agreed, "reason": reason})


class TestWaivers:
    def test_what_the_director_asks_the_supervisor_owes_an_answer_within_a_week(self, cast, child, client_for):
        duty = one_duty(cast.director, "visit", child=child)
        assert ask(client_for(cast.director), duty).status_code == 204
        assert owed(cast.wanbao, "waiver") == [("A2-2", "supervisor", XINLI, TODAY + timedelta(7))]
        [asked] = waivers(client_for(cast.wanbao))
        assert (asked["title"], asked["asked_name"], asked["may_answer"]) == ("走访", "王秀兰", True)
        assert asked["child"] == {"id": str(child), "name": "张小明"}, "who decides sees of whom"
        shown = client_for(cast.wanbao).get("/home").json()["needs_me"]
        [duty] = [one for one in shown if one["rule"] == "waiver"]
        assert "全家去外地过年" in duty["why"]
        assert (duty["child"]["id"], duty["child"]["name"]) == (str(child), "张小明"), "in the notice too"

    def test_what_waits_for_an_answer_is_counted_and_listed_where_it_is_owed(self, cast, child, client_for):
        def line(person, clause):
            return next(one for one in client_for(person).get("/home").json()["lines"] if one["clause"] == clause)

        def listed(person, clause):
            found = client_for(person).get("/duties", clause=clause, state="due").json()["items"]
            return [
                (one["rule"], (one["child"] or {}).get("name")) for one in found if one["rule"].startswith("waiver")
            ]

        sweep()
        before = line(cast.wanbao, "A2-2")["due"], line(cast.antu, "A1-3")["due"]
        ask(client_for(cast.director), one_duty(cast.director, "visit", child=child))
        ask(client_for(cast.wanbao), one_duty(cast.wanbao, "key_check"), "大雪封路")
        assert line(cast.wanbao, "A2-2")["due"] == before[0] + 1
        assert line(cast.antu, "A1-3")["due"] == before[1] + 1
        assert listed(cast.wanbao, "A2-2") == [("waiver", "张小明")]
        assert listed(cast.antu, "A1-3") == [("waiver_above", None)]

    def test_agreed_it_is_waived_and_stays_so_through_the_night_until_the_next_round(self, cast, child, client_for):
        duty = one_duty(cast.director, "visit", child=child)
        ask(client_for(cast.director), duty)
        assert answer(client_for(cast.wanbao)).status_code == 204
        sweep(TODAY + timedelta(40))
        assert one_duty(cast.director, "visit", child=child).ending == "waived"
        assert owed(cast.wanbao, "waiver") == []
        with clock.at(TODAY + timedelta(41)), context.within(grant_of(cast.director)) as grant:
            record_visit(
                grant, Child.objects.within(grant).get(pk=child), NewVisit(clock.today(), "home", no_change=True)
            )
        assert len(owed(cast.director, "visit")) == 1

    def test_a_waived_duty_is_neither_done_nor_overdue_in_any_figure(self, cast, child, client_for):
        ask(client_for(cast.director), one_duty(cast.director, "visit", child=child))
        answer(client_for(cast.wanbao))
        with clock.at(TODAY + timedelta(60)):
            sweep(clock.today())
            lines = {line["clause"]: line for line in client_for(cast.director).get("/home").json()["lines"]}
            assert (lines["A3-4"]["done"], lines["A3-4"]["overdue"]) == (0, 0)

    def test_refused_it_is_owed_as_before_and_the_director_reads_why(self, cast, child, client_for):
        duty = one_duty(cast.director, "visit", child=child)
        ask(client_for(cast.director), duty)
        assert answer(client_for(cast.wanbao), agreed=False, reason="孩子还在村里").status_code == 204
        assert len(owed(cast.director, "visit")) == 1
        [told] = waivers(client_for(cast.director))
        assert (told["answer"], told["answer_reason"], told["answered_name"]) == ("refused", "孩子还在村里", "赵明")
        assert ask(client_for(cast.director), duty, "这次真的走了").status_code == 204

    def test_what_was_visited_meanwhile_needs_no_answer_any_more(self, cast, child, client_for):
        ask(client_for(cast.director), one_duty(cast.director, "visit", child=child))
        with context.within(grant_of(cast.director)) as grant:
            record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(TODAY, "home", no_change=True))
        sweep()
        assert owed(cast.wanbao, "waiver") == []
        [told] = waivers(client_for(cast.wanbao))
        assert (told["over"], told["may_answer"]) == (True, False), "it waits for nobody"
        assert answer(client_for(cast.wanbao)).status_code == 409

    def test_an_opinion_is_asked_only_of_who_refuses(self, cast, child, client_for):
        ask(client_for(cast.director), one_duty(cast.director, "visit", child=child))
        refused = answer(client_for(cast.wanbao), agreed=False, reason=" ")
        assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "reason")
        assert answer(client_for(cast.wanbao), reason="").status_code == 204

    def test_nobody_agrees_to_their_own_wish_and_a_supervisors_goes_to_the_county(self, cast, child, client_for):
        sweep()
        duty = one_duty(cast.wanbao, "key_check")
        assert ask(client_for(cast.wanbao), duty, "大雪封路").status_code == 204
        [own] = waivers(client_for(cast.wanbao))
        assert own["may_answer"] is False
        assert answer(client_for(cast.wanbao)).status_code == 403
        assert [(clause, owner) for clause, owner, *_ in owed(cast.antu, "waiver_above")] == [("A1-3", "civil_affairs")]
        assert answer(client_for(cast.antu)).status_code == 204
        assert one_duty(cast.wanbao, "key_check").ending == "waived"

    def test_it_is_asked_by_whose_duty_it_is_once_and_only_where_it_may_be_waived(self, cast, child, client_for):
        duty = one_duty(cast.director, "visit", child=child)
        assert ask(client_for(cast.wanbao), duty).status_code == 403
        assert ask(client_for(cast.director), duty, " ").status_code == 422
        assert ask(client_for(cast.director), duty).status_code == 204
        again = ask(client_for(cast.director), duty)
        assert (again.status_code, again.json()["message"]) == (409, "已经申请过免办，正等上级答复。")
        waiting = one_duty(cast.wanbao, "waiver")
        assert ask(client_for(cast.wanbao), waiting).status_code == 422

    def test_it_is_nothing_to_a_neighbour_or_another_township(self, cast, child, client_for):
        duty = one_duty(cast.director, "visit", child=child)
        assert ask(client_for(cast.neighbour), duty).status_code == 404
        ask(client_for(cast.director), duty)
        [asked] = waivers(client_for(cast.wanbao))
        assert waivers(client_for(cast.neighbour)) == waivers(client_for(cast.kaoshan)) == []
        for stranger, status in ((cast.kaoshan, 404), (cast.nongan, 404), (cast.director, 403)):
            body = {"agreed": True, "reason": "同意"}
            assert client_for(stranger).post(f"/waivers/{asked['id']}/answer", body).status_code == status

    def test_asking_and_answering_stand_in_the_journal(self, cast, child, client_for):
        ask(client_for(cast.director), one_duty(cast.director, "visit", child=child))
        answer(client_for(cast.wanbao))
        with context.within(grant_of(cast.antu)) as grant:
            told = Entry.objects.within(grant).filter(action__startswith="duties.").values_list("action", "person")
            assert set(told) == {("duties.ask_waiver", cast.director.pk), ("duties.answer_waiver", cast.wanbao.pk)}


TASK = {"place": XINLI, "title": "冬季取暖安全提醒", "text": "逐户看炉子和烟囱", "due": TODAY + timedelta(5)}


class TestTasks:
    def test_the_director_owes_it_by_its_day_reports_it_done_and_the_supervisor_reads_how(self, cast, client_for):
        assert client_for(cast.wanbao).post("/tasks", TASK).status_code == 204
        assert owed(cast.director, "task") == [("A3-1", "child_director", XINLI, TODAY + timedelta(5))]
        browser = client_for(cast.director)
        [task] = browser.get("/decisions/tasks").json()["items"]
        assert (task["mine"], task["may_withdraw"], task["assigned_name"]) == (True, False, "赵明")
        assert browser.post(f"/tasks/{task['id']}/done", {"note": "看了七户，一户换了烟道"}).status_code == 204
        assert one_duty(cast.director, "task").ending == "done"
        [shown] = client_for(cast.wanbao).get("/decisions/tasks").json()["items"]
        assert (shown["done_name"], shown["done_note"], shown["may_withdraw"]) == (
            "王秀兰",
            "看了七户，一户换了烟道",
            False,
        )
        assert browser.post(f"/tasks/{task['id']}/done", {"note": "再报一次"}).status_code == 409

    def test_what_the_county_tells_a_township_is_the_supervisors(self, cast, client_for):
        assert client_for(cast.antu).post("/tasks", TASK | {"place": WANBAO}).status_code == 204
        assert owed(cast.wanbao, "task_township") == [("A2-1", "supervisor", WANBAO, TODAY + timedelta(5))]
        assert client_for(cast.director).get("/decisions/tasks").json()["items"] == []

    def test_undone_it_climbs_to_the_township_on_its_day_and_to_the_county_a_week_later(self, cast, client_for):
        client_for(cast.wanbao).post("/tasks", TASK)
        for days, supervisor, county in ((4, False, False), (5, True, False), (12, True, True)):
            with clock.at(TODAY + timedelta(days)):
                sweep(clock.today())
                for person, sees in ((cast.wanbao, supervisor), (cast.antu, county)):
                    needs = client_for(person).get("/home").json()["needs_me"]
                    assert any(one["rule"] == "task" for one in needs) is sees, (days, person.name)

    def test_taken_back_with_a_reason_it_is_no_longer_owed(self, cast, client_for):
        browser = client_for(cast.wanbao)
        browser.post("/tasks", TASK)
        [task] = browser.get("/decisions/tasks").json()["items"]
        assert client_for(cast.director).post(f"/tasks/{task['id']}/withdraw", {"reason": "不想做"}).status_code == 403
        assert browser.post(f"/tasks/{task['id']}/withdraw", {"reason": ""}).status_code == 422
        assert browser.post(f"/tasks/{task['id']}/withdraw", {"reason": "县里统一做"}).status_code == 204
        assert owed(cast.director, "task") == []
        assert one_duty(cast.director, "task").ending == "lapsed"
        assert client_for(cast.director).post(f"/tasks/{task['id']}/done", {"note": "做了"}).status_code == 409

    @pytest.mark.parametrize(
        ("who", "over", "status"),
        [
            ("wanbao", {"place": WANBAO}, 422),  # one's own level
            ("antu", {"place": ANTU}, 422),
            ("wanbao", {"due": TODAY - timedelta(1)}, 422),
            ("wanbao", {"title": " "}, 422),
            ("wanbao", {"place": KAOSHAN + 201}, 404),  # somebody else's village
            ("wanbao", {"place": XINLI + 700}, 404),  # no such place
            ("wanbao", {"place": 5}, 404),
            ("director", {}, 403),
        ],
    )
    def test_it_is_told_downward_within_the_own_jurisdiction_and_not_for_yesterday(
        self, cast, client_for, who, over, status
    ):
        assert client_for(getattr(cast, who)).post("/tasks", TASK | over).status_code == status

    def test_it_is_done_by_whom_it_was_given_and_nobody_beside(self, cast, client_for):
        client_for(cast.wanbao).post("/tasks", TASK)
        [task] = client_for(cast.director).get("/decisions/tasks").json()["items"]
        done = {"note": "做了"}
        for person, status in ((cast.neighbour, 404), (cast.kaoshan, 404), (cast.wanbao, 403)):
            assert client_for(person).post(f"/tasks/{task['id']}/done", done).status_code == status
        assert client_for(cast.kaoshan).post(f"/tasks/{task['id']}/withdraw", {"reason": "错"}).status_code == 404

    def test_a_neighbour_village_does_not_read_it(self, cast, client_for):
        client_for(cast.wanbao).post("/tasks", TASK)
        assert client_for(cast.neighbour).get("/decisions/tasks").json()["items"] == []
        assert client_for(cast.wanbao).get("/decisions/tasks", place=JIANGBEI).json()["items"] == []
