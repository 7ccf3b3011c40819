"""What ends a phone, what its owner sees of it, and how much a phone that was shut out may still hand in."""

import uuid

import pytest
from django.test import Client

from hutong.accounts import context, grants
from hutong.accounts.models import Post
from hutong.children.tests.factories import registered
from hutong.ground import clock, figures
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from hutong.sync import enrolment
from hutong.sync.models import Arriving, Device, Operation
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from hutong.sync.tests.test_attachments import begin, jpeg
from hutong.workforce import actions
from hutong.workforce.security.actions import reset_second_factor
from tests.cast import PASSWORD, again, grant_of

pytestmark = pytest.mark.django_db
NEW = "换一个新的密码-2026"


def ended(phone) -> bool:
    answer = phone.call("/sync/pull", phone.wish())
    return (answer.status_code, answer.json().get("code")) == (401, "device_ended")


def at_the_township(cast, do):
    with context.within(grant_of(cast.wanbao)) as grant:
        return do(grant, Post.objects.within(grant).get(person=cast.director).pk)


def test_a_reset_password_ends_every_phone_and_loses_nothing(phone, cast, client_for):
    second = Phone()
    second.enrol(client_for(cast.director))
    phone.pull()
    phone.note("care.record_visit", payloads.visit(child := registered()))
    secret = at_the_township(cast, actions.reset_password)
    assert ended(phone)
    assert ended(second)
    assert phone.send(phone.outbox).json()["code"] == "device_ended"
    cast.director = again(cast.director)
    assert client_for(cast.director).post("/me/password", {"old": secret, "new": NEW}).status_code == 204
    cast.director = again(cast.director)
    assert phone.enrol(client_for(cast.director)).status_code == 200
    [taken] = phone.push()
    assert taken["status"] == "done"
    assert len(payloads.visits(child)) == 1
    assert ended(second)


def test_one_s_own_new_password_ends_one_s_phones_and_nobody_else_s(phone, cast, client_for):
    other = Phone()
    other.enrol(client_for(cast.neighbour))
    changed = client_for(cast.director).post("/me/password", {"old": PASSWORD, "new": NEW})
    assert changed.status_code == 204
    assert ended(phone)
    assert not ended(other)


def test_a_reset_second_factor_ends_phones(phone, cast):
    with context.within(grants.system()), operation("test"):
        cast.director.second_factor_at = clock.now()
        cast.director.save()
    at_the_township(cast, lambda grant, post: reset_second_factor(grant, post, "手机丢失"))
    assert ended(phone)


def test_the_owner_sees_and_ends_a_phone_at_the_desk(phone, cast, client_for):
    browser = client_for(cast.director)
    [shown] = browser.get("/me/phones").json()["items"]
    assert (shown["name"], shown["state"], shown["here"]) == ("测试手机", "active", False)
    after = browser.post(f"/me/phones/{shown['id']}/end").json()["items"]
    assert [one["state"] for one in after] == ["ended"]
    assert ended(phone)
    assert payloads.rows_of(Entry, action="sync.end")


def test_the_owner_sees_and_ends_a_phone_on_another(phone, cast, client_for):
    second = Phone()
    second.enrol(client_for(cast.director))
    shown = {one["here"]: one for one in as_phone(second, "get", "/sync/phones").json()["items"]}
    assert set(shown) == {True, False}
    after = as_phone(second, "post", f"/sync/phones/{shown[False]['id']}/end")
    assert {one["here"]: one["state"] for one in after.json()["items"]} == {True: "active", False: "ended"}
    assert ended(phone)
    assert not ended(second)


def as_phone(phone, method, path):
    return getattr(Client(), method)(f"/api/v1{path}", HTTP_AUTHORIZATION=f"Device {phone.token}")


def test_nobody_ends_or_sees_a_phone_of_somebody_else(phone, cast, client_for):
    [device] = payloads.rows_of(Device)
    second = Phone()
    second.enrol(client_for(cast.neighbour))
    for key in (device.pk, uuid.uuid4()):
        assert client_for(cast.neighbour).post(f"/me/phones/{key}/end").status_code == 404
        assert client_for(cast.wanbao).post(f"/me/phones/{key}/end").status_code == 404
        assert as_phone(second, "post", f"/sync/phones/{key}/end").status_code == 404
    assert [one["id"] for one in client_for(cast.neighbour).get("/me/phones").json()["items"]] != [str(device.pk)]
    assert client_for(cast.wanbao).get("/me/phones").json()["items"] == []
    assert not ended(phone)


def revoked(cast) -> None:
    [device] = payloads.rows_of(Device)
    with context.within(grant_of(cast.wanbao)) as grant:
        enrolment.revoke(grant, device.pk, "手机丢失")


@pytest.fixture
def three(monkeypatch):
    """A quota of three records and one megabyte."""
    few = {"quarantine_days": 30, "quarantine_operations": 3, "quarantine_megabytes": 1}
    monkeypatch.setattr(figures, "of", lambda file, today: few)


def test_a_phone_that_was_shut_out_hands_in_up_to_its_quota_and_keeps_the_rest(phone, cast, three):
    child = registered()
    revoked(cast)
    ops = [phone.note("care.record_visit", payloads.visit(child)) for _ in range(5)]
    statuses = [one["status"] for one in phone.send(ops).json()["results"]]
    assert statuses == ["quarantined"] * 3 + ["later"] * 2
    again = phone.send(ops).json()["results"]
    assert [one["status"] for one in again] == statuses
    assert len(payloads.quarantined()) == 3
    assert len(payloads.rows_of(Operation)) == 3
    [device] = payloads.rows_of(Device)
    with context.within(grant_of(cast.wanbao)) as grant:
        enrolment.readmit(grant, device.pk, "找回来了")
    assert [one["status"] for one in phone.send(ops[3:]).json()["results"]] == ["done", "done"]


def test_files_of_a_phone_that_was_shut_out_have_a_quota_too(phone, cast, three):
    op = phone.note("care.record_visit", payloads.visit(registered()))
    revoked(cast)
    phone.push()
    answers = [begin(phone, op, jpeg(400_000)) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert len(payloads.rows_of(Arriving)) == 2


def test_a_phone_that_may_read_has_no_quota(phone, three):
    child = registered()
    ops = [phone.note("care.sing_a_song", {"child": str(child)}) for _ in range(5)]
    assert [one["status"] for one in phone.send(ops).json()["results"]] == ["quarantined"] * 5


def test_the_figures_of_the_quota_stand_in_the_policy():
    dated = figures.of("phone-limits.csv", clock.today())
    assert dated["quarantine_operations"] >= 100
    quota = {"quarantine_days", "quarantine_operations", "quarantine_megabytes"}
    urgent = {"unknown_urgent_large", "unknown_urgent_long", "urgent_prefecture_minutes", "urgent_province_minutes"}
    assert set(dated) == quota | urgent
