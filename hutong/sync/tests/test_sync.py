"""What a director relies on: what was recorded without signal arrives once, and the phone shows what the desk shows."""

from datetime import date

import pytest

from hutong.accounts import context
from hutong.children import actions
from hutong.children.models import Child
from hutong.children.tests.factories import read, registered
from hutong.sync.tests import payloads
from tests.cast import JIANGBEI, XINLI, grant_of

pytestmark = pytest.mark.django_db


def test_a_first_pull_brings_the_village_and_the_second_nothing(phone):
    child = registered()
    phone.pull()
    file = phone.child(child)
    assert file
    assert file["name"] == "张小明"
    assert file["groups"]["carer"]["phone"] == "13844330001"
    assert {duty["clause"] for duty in phone.duties["items"]} == {"A3-2", "A3-4"}
    again = phone.pull()
    assert (again["records"], again["removed"], again["duties"], again["documents"]) == ([], [], None, {})


def test_id_numbers_are_masked_and_the_whole_number_is_nowhere(phone):
    child = registered(id_number="222426201803040016")
    answer = phone.call("/sync/pull", phone.wish())
    assert "222426201803040016" not in answer.content.decode()
    phone.apply(answer.json())
    assert phone.child(child)["groups"]["child"]["id_number"] == "2224••••••••••0016"


def test_nothing_of_the_village_beside_it_comes(phone):
    registered("李家的", place=JIANGBEI)
    phone.pull()
    assert not phone.records
    assert {place["code"] for place in phone.documents["me"]["data"]["places"]} == {XINLI}


def test_a_visit_recorded_without_signal_arrives_once_and_discharges_the_duty(phone):
    child = registered()
    phone.pull()
    op = phone.note("care.record_visit", payloads.visit(child))
    [done] = phone.push()
    assert done["status"] == "done", done
    assert phone.send([op]).json()["results"] == [done]
    assert len(payloads.visits(child)) == 1
    before = [duty for duty in phone.duties["items"] if duty["clause"] == "A3-4"]
    phone.pull()
    assert len(phone.records["visits", str(child)]["data"]["items"]) == 1
    assert [duty for duty in phone.duties["items"] if duty["clause"] == "A3-4"] != before


def test_different_fields_merge_and_the_same_field_is_shown_to_a_person(phone, cast):
    child = registered()
    phone.pull()
    rev = phone.child(child)["rev"]
    with context.within(grant_of(cast.wanbao)) as grant:
        actions.update(grant, child, rev, {}, {"child": {"address": "新立村一组"}})
    phone.note("children.update", payloads.change(child, address="新立村二组", remark="门口有狗"), rev)
    [answer] = phone.push()
    assert (answer["status"], answer["message"]) == (
        "conflict",
        "“现住址”已被别人改成不同的内容，暂时保留现有的；两边的内容都在待办里，请选择用哪一个。",
    )
    assert (read(child).address, read(child).remark) == ("新立村一组", "门口有狗")
    phone.pull()
    [duty] = [duty for duty in phone.duties["items"] if duty["rule"] == "conflict"]
    shown = phone.records["conflict", duty["subject"]]["data"]
    assert (shown["label"], shown["server"], shown["device"]) == ("现住址", "新立村一组", "新立村二组")
    phone.note("sync.settle", {"conflict": duty["subject"], "take": "device"})
    assert phone.push()[0]["status"] == "done"
    assert read(child).address == "新立村二组"
    phone.pull()
    assert not [duty for duty in phone.duties["items"] if duty["rule"] == "conflict"]
    assert not [key for key in phone.records if key[0] == "conflict"]


def test_a_phone_number_changed_while_the_desk_changed_something_else_is_no_conflict(phone, cast):
    child = registered()
    phone.pull()
    rev = phone.child(child)["rev"]
    with context.within(grant_of(cast.wanbao)) as grant:
        actions.update(grant, child, rev, {}, {"child": {"address": "新立村一组"}})
    sent = {
        "child": child,
        "base": {"carer": {"phone": "13844330001"}},
        "changes": {"carer": {"phone": "13944330009"}},
    }
    phone.note("children.update", sent, rev)
    assert phone.push()[0]["status"] == "done"
    phone.pull()
    assert phone.child(child)["groups"]["carer"]["phone"] == "13944330009"


def test_a_new_child_and_its_first_visit_arrive_in_one_go(phone):
    phone.pull()
    new = payloads.new_child(XINLI)
    phone.note("children.register", new)
    phone.note("care.record_visit", payloads.visit(new["id"]))
    assert [answer["status"] for answer in phone.push()] == ["done", "done"]
    phone.pull()
    assert phone.child(new["id"])["name"] == "刘小花"


def test_one_bad_operation_stops_no_other_and_says_what_to_do(phone):
    child = registered()
    phone.pull()
    phone.note("care.record_visit", payloads.visit(child, on="2027-01-01"))
    phone.note("care.record_visit", payloads.visit(child))
    refused, done = phone.push()
    assert refused["status"] == "refused"
    assert refused["fields"] == [{"field": "on", "message": "走访日期不能晚于今天。"}]
    assert done["status"] == "done"


def test_a_child_that_left_goes_from_the_phone_after_a_month(phone):
    from datetime import date

    from hutong.ground import clock

    child = registered()
    phone.pull()
    phone.note("children.leave", {"child": child, "reason": "moved", "on": payloads.TODAY, "note": "全家去了大连"})
    assert phone.push()[0]["status"] == "done"
    phone.pull()
    assert phone.child(child)["exit"]["reason"] == "迁往外地"
    with clock.at(date(2026, 12, 24)):
        phone.pull()
        assert phone.child(child) is None


class TestElsewhere:
    """The child moved while the phone had no signal."""

    @pytest.fixture
    def moved(self, phone, cast):
        from hutong.transfers.moves.actions import ask

        child = registered()
        phone.pull()
        rev = phone.child(child)["rev"]
        with context.within(grant_of(cast.wanbao)) as grant:
            ask(grant, Child.objects.within(grant).get(pk=child), JIANGBEI, "随奶奶搬家")
        return child, rev

    def test_its_visit_of_that_day_still_belongs_to_it(self, phone, moved):
        child, rev = moved
        phone.note("care.record_visit", payloads.visit(child), rev)
        assert phone.push()[0]["status"] == "done"
        [visit] = payloads.visits(child)
        assert (visit.place, visit.visitor_name) == (JIANGBEI, "王秀兰")

    def test_a_late_visit_does_not_tell_what_became_of_it_there(self, phone, moved, cast):
        from hutong.children.actions import leave
        from hutong.children.models.choices import ExitReason

        child, rev = moved
        with context.within(grant_of(cast.neighbour)) as grant:
            leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.DEATH, date(2026, 11, 23))
        phone.note("care.record_visit", payloads.visit(child), rev)
        [answer] = phone.push()
        assert answer["message"] == "这个孩子的档案已不在您的村（社区）。已交给督导员处理。"

    def test_a_late_edit_waits_for_the_supervisor(self, phone, moved):
        child, rev = moved
        phone.note("children.update", payloads.change(child, remark="门口有狗"), rev)
        [answer] = phone.push()
        assert (answer["status"], answer["message"]) == (
            "quarantined",
            "这个孩子的档案已不在您的村（社区）。已交给督导员处理。",
        )
        assert [row.place for row in payloads.quarantined()] == [XINLI]

    def test_the_old_village_loses_it_and_the_new_one_has_it_whole(self, phone, moved, cast, client_for):
        from hutong.sync.tests.phone import Phone

        child, _ = moved
        phone.pull()
        assert not phone.records
        other = Phone()
        other.enrol(client_for(cast.neighbour))
        other.pull()
        assert other.child(child)["name"] == "张小明"
