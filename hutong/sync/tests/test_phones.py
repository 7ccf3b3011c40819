"""Phones: who carries one, what a revoked one may still do, and that its key is found again after a forgotten PIN."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.desk.duties import filtered
from hutong.desk.filters import DutyFilters
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.actions import operation as operation_of
from hutong.sync import deciding, enrolment
from hutong.sync.models import Device, Session
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone, operation
from hutong.transfers.moves.carry import carry
from tests.cast import NONGAN, PASSWORD, XINLI, grant_of

pytestmark = pytest.mark.django_db


def revoke(cast):
    [device] = payloads.rows_of(Device)
    with context.within(grant_of(cast.wanbao)) as grant:
        enrolment.revoke(grant, device.pk, "手机丢失")


def test_only_a_director_s_phone_is_enrolled(cast, client_for):
    assert Phone().enrol(client_for(cast.wanbao)).json()["code"] == "not_allowed"


def test_a_revoked_phone_reads_nothing_and_loses_nothing(phone, cast):
    child = registered()
    phone.pull()
    phone.note("care.record_visit", payloads.visit(child))
    revoke(cast)
    answer = phone.call("/sync/pull", phone.wish())
    assert (answer.status_code, answer.json()["code"]) == (403, "device_revoked")
    [kept] = phone.push()
    assert kept["status"] == "quarantined"
    assert not payloads.visits(child)
    [row] = payloads.quarantined()
    with context.within(grant_of(cast.wanbao)) as grant:
        deciding.apply(grant, row.pk)
    assert [visit.visitor_name for visit in payloads.visits(child)] == ["王秀兰"]


def test_what_is_not_taken_stays_with_its_reason(phone, cast):
    phone.note("care.record_visit", payloads.visit(registered()))
    revoke(cast)
    phone.push()
    [row] = payloads.quarantined()
    with context.within(grant_of(cast.wanbao)) as grant:
        deciding.discard(grant, row.pk, "手机丢失后所记，本人否认")
    [row] = payloads.quarantined()
    assert (row.outcome, row.note) == ("discarded", "手机丢失后所记，本人否认")


def test_an_ended_post_ends_reading_on_the_phone(phone, cast):
    from hutong.accounts.models import Post
    from hutong.workforce.actions import end_post

    with context.within(grant_of(cast.wanbao)) as grant:
        post = Post.objects.within(grant).get(person=cast.director)
        end_post(grant, post.pk, clock.today() + timedelta(days=1), "调离")
    with clock.at(clock.now() + timedelta(days=2)):
        assert phone.call("/sync/pull", phone.wish()).json()["code"] == "no_post"
        phone.note("care.record_visit", payloads.visit(registered()))
        assert phone.push()[0]["status"] == "quarantined"


def test_a_phone_follows_its_owner_to_another_village(phone, cast):
    from hutong.accounts.models import Post
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint, end_post
    from tests.cast import JIANGBEI

    old, new = registered(), registered("李小军", place=JIANGBEI)
    phone.pull()
    with context.within(grant_of(cast.wanbao)) as grant:
        post = Post.objects.within(grant).get(person=cast.director)
        end_post(grant, post.pk, clock.today() + timedelta(days=1), "调离")
        number = cast.director.staff_number
        appoint(grant, [Appointment(JIANGBEI, Role.CHILD_DIRECTOR, "王秀兰", staff_number=number)])
    with clock.at(clock.now() + timedelta(days=2)):
        phone.pull()
    assert phone.child(old) is None
    assert phone.child(new)["name"] == "李小军"
    assert payloads.rows_of(Device)[0].place == JIANGBEI


def test_the_token_changes_every_day_and_a_lost_answer_costs_nothing(phone):
    first = phone.token
    with clock.at(clock.now() + timedelta(days=2)):
        phone.call("/sync/pull", phone.wish())  # the answer with the new token is lost
        phone.pull()
        assert phone.token != first
        phone.pull()
        second, phone.token = phone.token, first
        answer = phone.call("/sync/pull", phone.wish())
        assert (answer.status_code, answer.json()["code"]) == (401, "device_unknown")
        phone.token = second
        phone.pull()


def test_no_token_is_kept_in_the_clear(phone):
    [row] = payloads.rows_of(Session)
    assert phone.token.encode() not in bytes(row.token)


def test_the_key_comes_back_for_the_password_only(cast, client_for):
    one, key = Phone(), bytes(range(32))
    browser = client_for(cast.director)
    one.enrol(browser, key=key)
    wrong = browser.post("/sync/key", {"id": one.id, "password": "不是这个密码"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    found = browser.post("/sync/key", {"id": one.id, "password": PASSWORD})
    assert base64.urlsafe_b64decode(found.json()["data_key"] + "=") == key
    other = client_for(cast.neighbour).post("/sync/key", {"id": one.id, "password": PASSWORD})
    assert other.json()["code"] == "no_device"


def test_two_people_on_one_phone_are_strangers(cast, client_for):
    first, second = Phone(), Phone()
    second.id = first.id
    first.enrol(client_for(cast.director))
    second.enrol(client_for(cast.neighbour))
    child = registered(place=XINLI)
    first.pull()
    second.pull()
    assert first.child(child)
    assert not second.records
    op = first.note("care.record_visit", payloads.visit(child))
    first.push()
    assert second.send([op]).json()["results"][0]["code"] == "op_reused"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"hash": "0" * 64}, "bad_hash"),
        ({"payload": "x" * 70_000}, "too_large"),
        ({"op_id": "7"}, "malformed"),
        ({"kind": None}, "malformed"),
    ],
)
def test_what_is_no_operation_is_sent_back_with_a_reason(phone, broken, code):
    op = phone.note("care.record_visit", payloads.visit(registered())) | broken
    result = phone.send([op, "与此无关"]).json()["results"][0]
    assert (result["status"], result["code"]) == ("refused", code)
    assert result["message"]


def test_a_kind_of_a_newer_app_is_kept(phone):
    phone.note("care.sing_a_song", {"child": str(registered()), "song": "小星星"})
    [kept] = phone.push()
    assert kept["status"] == "quarantined"


def test_half_an_emoji_is_no_reason_to_lose_a_visit(phone):
    child = registered()
    op = operation("care.record_visit", payloads.visit(child, words="想妈妈？"), cut="？")
    assert phone.send([op]).json()["results"][0]["status"] == "done"


def test_what_was_sent_about_a_child_is_not_told_to_whom_it_must_avoid_and_stays_when_it_moves(phone, cast):
    child = registered()
    phone.note("care.record_visit", payloads.visit(child))
    revoke(cast)
    phone.push()
    [row] = payloads.quarantined()
    supervisor = grant_of(cast.wanbao)
    for avoids, seen in ((frozenset(), [row.pk]), (frozenset([child]), [])):
        with context.within(replace(supervisor, avoids=avoids)) as grant:
            assert [one.subject for one in Duty.objects.within(grant).filter(rule="quarantine")] == seen
            assert len(filtered(grant, DutyFilters()).filter(clause="A2-3")) == len(seen)
    with context.within(grants.system()), operation_of("tests.move"):
        carry(plain(Child).get(pk=child), NONGAN)
    [owed] = payloads.rows_of(Duty, rule="quarantine")
    assert (owed.child, owed.place, owed.ending) == (child, row.place, "")
    with context.within(supervisor) as grant:
        deciding.discard(grant, row.pk, "已经迁出")
    assert [one.ending for one in payloads.rows_of(Duty, rule="quarantine")] == ["done"]
