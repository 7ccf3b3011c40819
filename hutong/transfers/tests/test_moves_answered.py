"""A move or claim that waits (A2-3): who answers it, who is told what, and what ends it."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import read, registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.duties.tests.climbing import climbs
from hutong.ground import clock, query
from hutong.places.codes import Level
from hutong.transfers.models import Move
from hutong.transfers.moves import actions
from hutong.transfers.tests.moving import FAR, NUMBER, TODAY, accepted, asked, claimed, sees, summaries
from tests.cast import ANTU, JIANGBEI, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def test_a_claim_tells_the_place_where_the_child_lives_nothing_until_the_origin_lets_it_go(cast, client_for):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    claimed(cast.jilin, child, FAR, "黄佑军")
    [told] = client_for(cast.kaoshan).get("/moves", box="asked").json()["items"]
    assert (told["kind"], told["status"], told["origin"]) == ("claim", "asked", None)
    assert told["child"] == {"id": None, "name": "黄佑军", "sex": "", "birth_date": None, "age": None}

    office = client_for(cast.wanbao)
    [waiting] = office.get("/moves").json()["items"]
    assert (waiting["child"]["name"], waiting["claimed_name"]) == ("黄佑俊", "黄佑军")
    done = office.post(f"/moves/{waiting['id']}/accept", {"hukou": False})
    assert done.status_code == 200, done.content.decode()
    received = client_for(cast.kaoshan).get(f"/moves/{waiting['id']}").json()
    assert received["child"]["name"] == "黄佑俊"
    assert received["origin"]["place"]["code"] == XINLI
    assert client_for(cast.kaoshan).get(f"/children/{received['child']['id']}").status_code == 200
    assert office.get(f"/children/{received['child']['id']}").status_code == 404


def test_a_refusal_needs_a_reason_and_leaves_the_child_where_it_is(cast, client_for):
    move = asked(cast.wanbao, child := registered())
    browser = client_for(cast.kaoshan)
    assert browser.post(f"/moves/{move.pk}/refuse", {"reason": ""}).status_code == 422
    assert browser.post(f"/moves/{move.pk}/refuse", {"reason": "本村没有这户人家"}).json()["status"] == "refused"
    assert sees(cast.wanbao, child)
    again = browser.post(f"/moves/{move.pk}/accept", {})
    assert (again.status_code, again.json()["message"]) == (409, "这件迁移已退回（孙立新，11月20日），请刷新页面。")


def test_only_the_answering_end_decides_and_only_the_asking_end_withdraws(cast, client_for):
    move = asked(cast.wanbao, child := registered())
    assert client_for(cast.wanbao).post(f"/moves/{move.pk}/accept", {}).status_code == 409
    assert client_for(cast.kaoshan).post(f"/moves/{move.pk}/withdraw", {}).status_code == 409
    assert client_for(cast.neighbour).post(f"/moves/{move.pk}/withdraw", {}).status_code == 404
    assert client_for(cast.wanbao).post(f"/moves/{move.pk}/withdraw", {}).json()["status"] == "withdrawn"
    assert sees(cast.wanbao, child)


def test_asked_twice_it_is_one_move(cast):
    child = registered()
    assert asked(cast.wanbao, child).pk == asked(cast.wanbao, child).pk


@pytest.mark.parametrize("to", [XINLI, WANBAO, ANTU, 222426_105_999, 1, 10**12])
def test_a_child_moves_only_to_another_place_that_exists(cast, to, client_for):
    child = registered()
    answer = client_for(cast.wanbao).post(f"/children/{child}/moves", {"to": to, "reason": "搬走了"})
    assert answer.status_code == 422, answer.content.decode()
    assert answer.json()["fields"][0]["field"] == "to"


@pytest.mark.parametrize(("reason", "born"), [(ExitReason.DEATH, 2018), (ExitReason.ADULT, 2008)])
def test_a_child_that_leaves_the_register_leaves_nothing_to_answer(cast, reason, born):
    move = asked(cast.wanbao, child := registered(born=date(born, 3, 4)))
    with context.within(grant_of(cast.director)) as grant:
        files.leave(grant, Child.objects.within(grant).get(pk=child), reason, TODAY)
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert Move.objects.within(grant).get(pk=move.pk).status == "void"
        assert not Duty.objects.within(grant).filter(rule="move", ending="").exists()


def test_two_places_claim_and_the_one_that_gets_the_child_ends_the_other_claim(cast):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    chibei = 229801_120_300
    moves = {to: claimed(cast.jilin, child, to) for to in (FAR, chibei)}
    accepted(cast.wanbao, moves[chibei])
    assert read(child).place == chibei
    with context.within(grant_of(cast.kaoshan)) as grant:
        lost = Move.objects.within(grant).get(pk=moves[FAR].pk)
        assert (lost.status, lost.answer) == ("void", "已迁往别处")


def test_a_child_moved_on_inside_the_county_ends_the_request_that_waited(cast):
    move = asked(cast.wanbao, child := registered())
    asked(cast.wanbao, child, JIANGBEI)
    with pytest.raises(Problem, match="已失效（11月20日）"):
        accepted(cast.kaoshan, move)
    assert read(child).place == JIANGBEI


def test_a_child_whose_file_was_closed_as_moved_is_claimed_and_opens_again(cast):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)
    with context.within(grant_of(cast.wanbao)) as grant:
        files.leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.MOVED, TODAY)
    accepted(cast.wanbao, claimed(cast.jilin, child, FAR))
    assert read(child).active
    assert read(child).place == FAR


def test_a_move_that_nobody_answers_is_owed_by_the_other_end_s_supervisor_and_climbs(cast):
    move = asked(cast.wanbao, registered())
    with context.within(grant_of(cast.kaoshan)) as grant:
        [duty] = Duty.objects.within(grant).filter(rule="move")
        assert (duty.clause, duty.owner, duty.place, duty.due) == ("A2-3", "supervisor", FAR, date(2026, 11, 27))
        assert climbs(duty.pk)[Level.COUNTY] == date(2026, 12, 4)
    with context.within(grant_of(cast.wanbao)) as grant:
        assert not Duty.objects.within(grant).filter(rule="move").exists()
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.refuse(grant, move.pk, "没有这户人家")
        duty.refresh_from_db()
        assert (duty.ending, duty.ended_on, duty.discharged_by) == ("done", TODAY, move.pk)


def test_the_nightly_sweep_writes_nothing_more_about_a_move_that_waits(cast):
    asked(cast.wanbao, registered())
    with context.within(grants.system()):
        engine.sweep()
        assert engine.sweep()["move"] == 0


def test_a_visit_at_the_origin_while_the_move_waits_leaves_the_other_end_s_duty_alone(cast):
    asked(cast.wanbao, child := registered(on=date(2026, 11, 1)))
    with context.within(grant_of(cast.director)) as grant:
        context.open_child(child)
        record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(TODAY, "home", no_change=True))
    with context.within(grant_of(cast.kaoshan)) as grant:
        assert Duty.objects.within(grant).filter(rule="move", ending="").count() == 1


def test_an_answer_does_not_widen_what_its_office_sees(cast):
    child = registered()
    registered("别的孩子")
    move = asked(cast.wanbao, child)
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.accept(grant, move.pk)
        assert {row[0] for row in query.rows("SELECT name FROM children_child")} == {"张小明"}


def test_while_it_waits_the_other_end_reads_a_summary_and_no_longer_once_it_is_answered(cast):
    move = asked(cast.wanbao, child := registered())
    [share] = summaries(cast.kaoshan, child)
    assert (share.kind, set(share.parts)) == ("move", {"child", "carer", "schooling", "categories"})
    assert summaries(cast.nongan, child)
    assert not summaries(cast.chibei, child)
    with context.within(grant_of(cast.kaoshan)) as grant:
        actions.refuse(grant, move.pk, "本村没有这户人家")
    assert not summaries(cast.kaoshan, child)
