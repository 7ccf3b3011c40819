"""A3-4: what an office wants to know waits for the next visit, at most three a child, and comes back with it."""

from datetime import date, timedelta
from typing import Any

import pytest

from hutong.accounts import context
from hutong.care.actions import record_visit
from hutong.care.made.question import NewQuestion
from hutong.care.made.visit import NewVisit
from hutong.care.models import Question, Visit
from hutong.care.questions.actions import ask, withdraw
from hutong.care.questions.reading import waiting
from hutong.care.questions.schemas import AnswerIn
from hutong.children import timeline
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.sync.registry import registry
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from tests.cast import JIANGBEI, XINLI, grant_of

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def asked(person, child, text="社保卡办好了吗", **told) -> Any:
    with context.within(grant_of(person)) as grant:
        return ask(grant, Child.objects.within(grant).get(pk=child), NewQuestion(text), **told).pk


def visit(person, child, answers=(), **told) -> Any:
    with context.within(grant_of(person)) as grant:
        new = NewVisit(**{"on": TODAY, "mode": "home", "no_change": True} | told)
        given = [AnswerIn(question=question, answer=answer, note=note) for question, answer, note in answers]
        return record_visit(grant, Child.objects.within(grant).get(pk=child), new, given)


def still(person, child) -> list[str]:
    with context.within(grant_of(person)) as grant:
        return [one.text for one in waiting(grant, [child])]


def row(question) -> Question:
    [found] = payloads.rows_of(Question, pk=question)
    return found


def test_the_answer_comes_back_with_the_visit_and_reads_in_the_history(cast):
    child = registered()
    question = asked(cast.antu, child)
    made = visit(cast.director, child, [(question, "否", "缺照片")])
    assert (row(question).answer, row(question).note, row(question).visit) == ("否", "缺照片", made.pk)
    assert still(cast.antu, child) == []
    with context.within(grant_of(cast.antu)) as grant:
        told = timeline.page(grant, Child.objects.within(grant).get(pk=child))["items"][0]
    assert "社保卡办好了吗——否（缺照片）" in str(told)


def test_a_visit_without_an_answer_is_a_visit_and_the_question_waits_on(cast):
    child = registered()
    asked(cast.antu, child)
    visit(cast.director, child)
    assert still(cast.antu, child) == ["社保卡办好了吗"]


def test_asked_and_not_known_is_an_answer(cast):
    child = registered()
    question = asked(cast.antu, child)
    visit(cast.director, child, [(question, "不清楚", "")])
    assert row(question).answer == "不清楚"
    assert still(cast.antu, child) == []


def test_three_wait_and_no_more_until_one_is_answered_or_withdrawn(cast):
    child = registered()
    first, *_ = [asked(cast.antu, child, f"第{n}件事办了吗") for n in range(3)]
    with pytest.raises(Refused, match="已有 3 个问题"):
        asked(cast.wanbao, child, "还有一件事")
    with context.within(grant_of(cast.wanbao)) as grant:
        withdraw(grant, first)
    asked(cast.wanbao, child, "还有一件事")
    assert still(cast.antu, child) == ["第1件事办了吗", "第2件事办了吗", "还有一件事"]


def test_an_app_asks_with_its_own_answers_and_one_matter_waits_once(cast):
    child = registered()
    told = {"answers": ("领到了", "办了没成", "没去办"), "about": "aid.orphan"}
    question = asked(cast.antu, child, "孤儿基本生活费领到了吗", **told)
    assert asked(cast.wanbao, child, "孤儿基本生活费领到没有", **told) == question
    visit(cast.director, child, [(question, "办了没成", "")])
    assert row(question).answer == "办了没成"
    with pytest.raises(Refused):
        visit(cast.director, child, [(question, "随便说", "")])


def test_what_was_withdrawn_or_answered_meanwhile_is_still_told_by_the_visit(cast):
    child = registered()
    withdrawn, answered = asked(cast.antu, child), asked(cast.antu, child, "书包收到了吗")
    visit(cast.wanbao, child, [(answered, "是", "")])
    with context.within(grant_of(cast.antu)) as grant:
        withdraw(grant, withdrawn)
    made = visit(cast.director, child, [(withdrawn, "是", ""), (answered, "否", "")])
    [kept] = payloads.rows_of(Visit, pk=made.pk)
    assert list(kept.notes.values()) == ["社保卡办好了吗——是", "书包收到了吗——否"]
    assert row(answered).answer == "是"


def test_the_phone_holds_the_questions_of_its_village_and_not_who_asks(cast, client_for):
    phone, child = Phone(), registered()
    phone.enrol(client_for(cast.director))
    question = asked(cast.antu, child)
    phone.pull()
    held = phone.records["questions", str(child)]["data"]
    assert held == {"items": [{"id": str(question), "text": "社保卡办好了吗", "answers": ["是", "否", "不清楚"]}]}
    phone.note("care.record_visit", payloads.visit(child, answers=[{"question": str(question), "answer": "是"}]))
    assert phone.push()[-1]["status"] == "done"
    phone.pull()
    assert ("questions", str(child)) not in phone.records
    assert row(question).answer == "是"


def test_a_question_goes_along_when_its_child_moves(cast):
    from hutong.transfers.moves.actions import ask as move

    child = registered()
    asked(cast.antu, child)
    with context.within(grant_of(cast.wanbao)) as grant:
        move(grant, Child.objects.within(grant).get(pk=child), JIANGBEI, "随奶奶搬家")
    assert still(cast.neighbour, child) == ["社保卡办好了吗"]
    assert still(cast.director, child) == []


def test_the_village_reads_no_asker_and_asks_nothing_itself(cast, client_for):
    child = registered()
    asked(cast.antu, child)
    path = f"/children/{child}/questions"
    [seen] = client_for(cast.director).get(path).json()["items"]
    assert (seen["text"], seen["asked_name"]) == ("社保卡办好了吗", "")
    assert client_for(cast.wanbao).get(path).json()["items"][0]["asked_name"] == "金哲洙"
    assert client_for(cast.director).post(path, {"text": "什么"}).status_code == 403
    assert client_for(cast.kaoshan).get(path).status_code == 404
    assert client_for(cast.wanbao).post(path, {"text": "问" * 81}).status_code == 422


def test_answers_to_another_child_s_question_are_refused(cast):
    child, other = registered(), registered("李小红", born=date(2017, 5, 5))
    question = asked(cast.antu, other)
    with pytest.raises(Refused, match="对不上"):
        visit(cast.director, child, [(question, "是", "")])
    assert row(question).answered_on is None


def test_nobody_is_asked_about_who_left(cast):
    child = registered()
    with context.within(grant_of(cast.wanbao)) as grant:
        one = Child.objects.within(grant).get(pk=child)
        one.exited_on = TODAY - timedelta(1)
        with pytest.raises(Refused, match="已退出"):
            ask(grant, one, NewQuestion("社保卡办好了吗"))


def test_a_phone_s_feed_says_nothing_of_another_village(cast):
    child = registered(place=XINLI)
    asked(cast.antu, child)
    with context.within(grant_of(cast.neighbour)) as grant:
        assert registry.feeds["questions"].versions(grant) == {}
