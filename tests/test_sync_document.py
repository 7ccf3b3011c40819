"""docs/sync.md is enough to write a phone: one written from it alone does a director's week, and meets what the document tells."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Django

from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.sync import push
from hutong.sync.tests.test_attachments import jpeg
from hutong.sync.tests.test_phones import revoke
from tests.cast import PASSWORD, XINLI
from tests.sync_client import Client, Refusal

pytestmark = pytest.mark.django_db


class Line:
    """Django's test client as a line, with its CSRF check on."""

    def __init__(self) -> None:
        self.http = Django(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        answer: Any = self.http.generic(method, path, body, headers.pop("Content-Type"), headers=headers)
        return answer.status_code, answer.content

    def cookie(self, name: str) -> str:
        return self.http.cookies[name].value if name in self.http.cookies else ""


@pytest.fixture
def phone(cast) -> Client:
    cache.clear()
    one = Client(Line())
    one.sign_in(cast.director.staff_number, PASSWORD)
    one.enrol()
    return one


def visit(child: Any, **told: Any) -> dict[str, Any]:
    on = str(clock.today())
    return {"child": str(child), "id": str(uuid.uuid4()), "on": on, "mode": "home", "no_change": True} | told


def test_a_week_of_a_director(phone, cast, client_for):
    child = str(registered())
    phone.pull()
    file = phone.records["child", child]["data"]
    [group] = [one for one in phone.documents["forms"]["data"]["groups"] if one["key"] == "child"]
    assert group["form"]["properties"]["birth_date"]["format"] == "date"
    assert "merged" not in phone.documents["forms"]["data"]["labels"]["exit_reasons"]
    assert phone.documents["visit_form"]["data"]["modes"][0]["value"] == "home"

    said = phone.note("care.record_visit", visit(child))
    base = {"child": {"remark": file["groups"]["child"].get("remark")}}
    change = {"child": child, "base": base, "changes": {"child": {"remark": "门口有狗"}}}
    phone.note("children.update", change, file["rev"])
    new = {"name": "刘小花", "sex": "female", "birth_date": "2019-05-06"}
    phone.note(
        "children.register", {"id": str(uuid.uuid4()), "place": XINLI, "groups": {"child": new}, "categories": []}
    )
    topic = next(iter(phone.documents["feedback"]["data"]["topics"]))
    phone.note("feedback.send", {"kind": "suggestion", "topic": topic, "text": "走访页的字太小了"})
    assert [one["status"] for one in phone.push()] == ["done"] * 4
    phone.attach(said, jpeg(200_000))
    phone.pull()
    assert phone.records["child", child]["data"]["groups"]["child"]["remark"] == "门口有狗"
    assert phone.documents["feedback"]["data"]["items"][0]["text"] == "走访页的字太小了"
    assert len(client_for(cast.wanbao).get(f"/children/{child}/attachments").json()) == 1


def test_a_photo_under_a_used_id_and_one_before_its_record(phone):
    first = phone.note("care.record_visit", visit(registered()))
    with pytest.raises(Refusal) as early:
        phone.attach(first, jpeg(1000))
    assert (early.value.status, early.value.code) == (409, "no_operation")
    second = phone.note("care.record_visit", visit(registered("李思远")))
    phone.push()
    content = jpeg(1000)
    key = phone.attach(first, content)
    assert phone.attach(first, content, id=key) == key
    assert phone.attach(second, content, id=key) != key
    with pytest.raises(Refusal) as refused:
        phone.attach(second, b"no picture")
    assert refused.value.status == 422


def test_refused_ones_say_all_that_is_wrong_and_later_ones_go_again(phone, monkeypatch):
    child = registered()
    own = {"name": "刘小花", "sex": "female", "birth_date": "2019-05-06", "phone": "1384", "id_number": "22"}
    phone.note("children.register", {"id": str(uuid.uuid4()), "place": XINLI, "groups": {"child": own}})
    phone.push()
    [(_, told)] = phone.refused
    assert {one["field"] for one in told["fields"]} == {"child.phone", "child.id_number"}

    phone.note("care.record_visit", visit(child))
    with monkeypatch.context() as busy:
        busy.setattr(push, "receive", lambda sender, ops: [
            {"op_id": op["op_id"], "status": "later", "code": "busy", "message": push.LATER, "fields": []} for op in ops
        ])  # fmt: skip
        assert phone.push()[0]["status"] == "later"
    assert len(phone.outbox) == 1
    assert phone.push()[0]["status"] == "done"
    assert phone.outbox == []


def test_a_push_that_is_refused_whole_goes_one_by_one(phone):
    child = registered()
    for _ in range(3):
        phone.note("children.confirm", {"child": str(child), "x": "长" * 800_000})
    good = phone.note("children.confirm", {"child": str(child)})
    answers = phone.push()
    assert [one["op_id"] for one in answers if one["status"] == "done"] == [good["op_id"]]
    assert [told["code"] for _, told in phone.refused] == ["too_large"] * 3


def test_a_token_that_the_server_does_not_know(phone, cast):
    """The database was restored from before the enrolment, or somebody signed in again elsewhere."""
    child = registered()
    phone.note("care.record_visit", visit(child))
    known, phone.token = phone.token, "another"
    with pytest.raises(Refusal) as unknown:
        phone.push()
    assert (unknown.value.status, unknown.value.code) == (401, "device_unknown")
    phone.sign_in(cast.director.staff_number, PASSWORD)
    assert phone.escrowed(PASSWORD) == phone.key
    phone.enrol()
    assert phone.token != known
    assert phone.push()[0]["status"] == "done"


def test_a_revoked_phone_hands_in_what_it_holds(phone, cast):
    child = registered()
    phone.pull()
    phone.note("care.record_visit", visit(child))
    revoke(cast)
    assert phone.push()[0]["status"] == "quarantined"
    with pytest.raises(Refusal) as shut:
        phone.pull()
    assert (shut.value.status, shut.value.code) == (403, "device_revoked")


def test_reports_of_a_known_and_of_nobody_s_phone(phone, cast, client_for):
    assert phone.report("孩子身上有伤")["received"]
    assert phone.report("孩子身上有伤", known=False, place=XINLI)["received"]
    inbox = client_for(cast.wanbao).get("/urgent-reports").json()
    assert inbox["counts"] == {"known": 1, "unknown": 1}
    [row] = inbox["items"]
    assert client_for(cast.wanbao).get(f"/urgent-reports/{row['id']}").json()["words"] == "孩子身上有伤"
