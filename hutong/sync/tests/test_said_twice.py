"""Guarantee 1: a second operation about one record with other content is a conflict, a refusal or kept: never done and lost."""

import hashlib
import json
import uuid

import pytest

from hutong.children.tests.factories import registered
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import operation
from tests.cast import XINLI

pytestmark = pytest.mark.django_db


def say(phone, kind, payload, rev=None):
    phone.note(kind, payload, rev)
    return phone.push()[-1]


@pytest.fixture
def child(phone):
    made = registered()
    phone.pull()
    return made


def test_a_visit_sent_again_under_another_op_id_is_done_once(phone, child):
    visit = payloads.visit(child, words="想妈妈")
    assert [say(phone, "care.record_visit", visit)["status"] for _ in range(2)] == ["done", "done"]
    assert len(payloads.visits(child)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"words": "不想上学"},
        {"next_steps": "带他去医院"},
        {"no_change": False, "findings": {"safety": "problem"}, "notes": {"safety": "门锁坏了"}},
        {"on": "2026-11-22"},
    ],
)
def test_a_visit_of_one_id_with_other_content_is_refused_and_the_first_stands(phone, child, other):
    visit = payloads.visit(child, words="想妈妈")
    assert say(phone, "care.record_visit", visit)["status"] == "done"
    refused = say(phone, "care.record_visit", visit | other)
    assert (refused["status"], refused["fields"][0]["field"]) == ("refused", "id")
    assert [one.words for one in payloads.visits(child)] == ["想妈妈"]


def test_two_in_one_push_are_judged_like_two_in_two(phone, child):
    visit = payloads.visit(child, words="想妈妈")
    phone.note("care.record_visit", visit)
    phone.note("care.record_visit", visit | {"words": "不想上学"})
    assert [one["status"] for one in phone.push()] == ["done", "refused"]


def test_answers_that_the_first_did_not_bring_are_not_lost(phone, child, cast):
    from hutong.accounts import context
    from hutong.care.made.question import NewQuestion
    from hutong.care.questions.actions import ask
    from hutong.children.models import Child
    from tests.cast import grant_of

    with context.within(grant_of(cast.antu)) as grant:
        question = ask(grant, Child.objects.within(grant).get(pk=child), NewQuestion("社保卡办好了吗"))
    visit = payloads.visit(child, answers=[{"question": str(question.pk), "answer": "是", "note": "在家"}])
    assert [say(phone, "care.record_visit", visit)["status"] for _ in range(2)] == ["done", "done"]
    without = {name: value for name, value in visit.items() if name != "answers"}
    assert say(phone, "care.record_visit", without)["status"] == "refused"


def test_an_op_id_with_another_kind_is_no_replay(phone, child):
    payload = {"child": str(child), "note": "又回来了"}
    text = json.dumps(payload)
    op = operation("children.confirm", payload) | {"payload": text, "hash": hashlib.sha256(text.encode()).hexdigest()}
    assert phone.send([op]).json()["results"][0]["status"] == "done"
    [other] = phone.send([op | {"kind": "children.return"}]).json()["results"]
    assert (other["status"], other["code"]) == ("refused", "op_reused")


def test_a_new_file_of_one_id_with_other_content_is_for_a_person(phone):
    file = payloads.new_child(XINLI)
    assert say(phone, "children.register", file)["status"] == "done"
    assert say(phone, "children.register", file)["status"] == "done"
    own = file["groups"]["child"] | {"birth_date": "2018-05-06", "remark": "门口有狗"}
    answer = say(phone, "children.register", file | {"groups": {"child": own}})
    assert answer["status"] == "conflict"
    phone.pull()
    assert phone.child(file["id"])["groups"]["child"]["remark"] == "门口有狗"
    assert [one.field for one in payloads.conflicts()] == ["birth_date"]
    more = file | {"categories": ["left_behind", "distressed"]}
    assert say(phone, "children.register", more)["status"] == "quarantined"


def test_a_second_exit_with_other_words_is_kept(phone, child):
    left = {"child": str(child), "reason": "moved", "on": payloads.TODAY, "note": "去了大连"}
    assert [say(phone, "children.leave", left)["status"] for _ in range(2)] == ["done", "done"]
    assert say(phone, "children.leave", left | {"note": "去了沈阳"})["status"] == "quarantined"
    assert say(phone, "children.leave", left | {"on": "2026-11-22"})["status"] == "quarantined"
    back = {"child": str(child), "note": "记错了"}
    assert [say(phone, "children.return", back)["status"] for _ in range(2)] == ["done", "done"]
    assert say(phone, "children.return", back | {"note": "另一句"})["status"] == "quarantined"


@pytest.mark.parametrize("where", ["kind", "payload", "made_at", "op_id"])
@pytest.mark.parametrize("bad", ["\0", "\ud83d"])
def test_one_letter_that_cannot_be_kept_stops_no_other_operation(phone, child, where, bad):
    """Whole pushes were answered 422, for ever."""
    good, odd = (
        operation("children.confirm", {"child": str(child)}),
        operation("children.confirm", {"child": str(child)}),
    )
    odd[where] += bad
    if where == "payload":
        odd["hash"] = hashlib.sha256(odd["payload"].encode(errors="replace")).hexdigest()
    body = json.dumps({"app_version": "1.0", "unsent": 2, "operations": [odd, good]})
    answer = phone.call_text("/sync/push", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["results"][1]["status"] == "done"
    assert uuid.UUID(answer.json()["results"][1]["op_id"])
