"""Alarms: told to those whose matter it is and to nobody else, sent without a word of it, and never lost while a gateway is down."""

import json
import uuid
from datetime import timedelta

import pytest

from hutong.accounts import context, grants, held
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.alarms import actions, sending
from hutong.alarms.models import Alarm, Channel, Delivery, Kind
from hutong.alarms.tests.gateway import Gateway
from hutong.children.tests.factories import registered
from hutong.duties import alarming
from hutong.duties.climbing import Reached
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.places.codes import Level
from hutong.sync.tests.phone import Phone
from hutong.sync.tests.test_urgent import of_phone, post
from tests.cast import ANTU, XINLI

pytestmark = pytest.mark.django_db
VILLAGE_TASK = {"title": "给张小明送过冬衣物", "text": "三天内", "due": "2099-01-01"}


def grant_of(person) -> Grant:
    grant = held.grant_of(person)
    assert grant
    return grant


@pytest.fixture
def gateway():
    one = Gateway()
    yield one
    one.kill()


def channel(cast, gateway) -> None:
    with context.within(grant_of(cast.administrator)) as grant:
        actions.add(grant, grant.places[0], None, "短信网关", f"json://127.0.0.1:{gateway.port}/hook")


def assigned(cast, client_for):
    told = client_for(cast.wanbao).post("/tasks", VILLAGE_TASK | {"place": XINLI})
    assert told.status_code == 204, told.content


def states() -> list[str]:
    with context.within(grants.system()):
        return sorted(plain(Delivery).values_list("state", flat=True))


def alarms(browser):
    return browser.get("/alarms").json()


def test_whoever_is_told_to_do_something_finds_it_new_and_nobody_else_does(cast, client_for):
    assigned(cast, client_for)
    director = client_for(cast.director)
    [one] = alarms(director)["items"]
    assert (one["text"], one["to"], one["read"]) == ("有1项交办任务待办理", "/duties", False)
    for other in ("wanbao", "neighbour", "antu", "administrator"):
        assert alarms(client_for(getattr(cast, other)))["total"] == 0, other
    assert director.post("/alarms/read", {"ids": [one["id"]]}).status_code == 204
    assert (alarms(director)["unread"], alarms(director)["total"]) == (0, 1)


def test_the_database_gives_an_alarm_to_its_person_alone(cast, client_for):
    assigned(cast, client_for)
    with context.within(grant_of(cast.wanbao)):
        assert query.rows("SELECT count(*) FROM alarms_alarm") == [(0,)]
    with context.within(grant_of(cast.neighbour)) as grant:
        [alarm] = _all()
        actions.read(grant, [alarm.pk])
    assert alarms(client_for(cast.director))["unread"] == 1


def _all():
    with context.within(grants.system()):
        return list(plain(Alarm).all())


def test_a_list_of_many_has_its_total_and_a_next_page(cast, client_for):
    with context.within(grants.system()):
        for _ in range(60):
            actions.raise_for(actions.held_at(XINLI, [Role.CHILD_DIRECTOR]), Kind.TASK, uuid.uuid4())
    browser = client_for(cast.director)
    first = alarms(browser)
    second = browser.get(f"/alarms?after={first['next']}").json()
    assert (first["total"], first["unread"], len(first["items"]), len(second["items"])) == (60, 60, 50, 10)
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}


def test_the_same_matter_is_told_once(cast):
    matter = uuid.uuid4()
    with context.within(grants.system()):
        for _ in range(2):
            actions.raise_for(actions.held_at(XINLI, [Role.CHILD_DIRECTOR]), Kind.TASK, matter)
    assert len(_all()) == 1


def test_a_gateway_that_is_down_gets_it_later_and_once(cast, client_for, gateway):
    channel(cast, gateway)
    start = clock.now()
    assigned(cast, client_for)
    assert (sending.run(), states()) == (0, ["again"])
    with clock.at(start + timedelta(seconds=20)):
        gateway.up()
        assert sending.run() == 0, "it waits for its pause"
    gateway.kill()
    with clock.at(start + timedelta(minutes=2)):
        assert (sending.run(), states()) == (0, ["again"])
    gateway.up()
    with clock.at(start + timedelta(hours=1)):
        assert (sending.run(), sending.run(), states()) == (1, 0, ["sent"])
    assert len(gateway.got) == 1


def test_a_worker_killed_while_it_sends_leaves_it_to_the_next(cast, client_for, gateway, monkeypatch):
    channel(cast, gateway)
    assigned(cast, client_for)

    def killed(url, kind):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sending, "leave", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.run()
    gateway.up()
    assert (sending.run(), states(), len(gateway.got)) == (1, ["sent"], 1)


def test_nothing_of_the_matter_or_a_person_goes_out(cast, client_for, gateway):
    channel(cast, gateway)
    gateway.up()
    assigned(cast, client_for)
    sending.run()
    [sent] = gateway.got
    assert sent["message"].startswith("您有1项交办任务待办理。")
    assert not {"张小明", "过冬", "王秀兰", str(XINLI)} & set(json.dumps(sent, ensure_ascii=False).split('"'))
    assert "张小明" not in json.dumps(sent, ensure_ascii=False)


def test_after_three_days_it_is_given_up_and_the_administrator_sends_it_again(cast, client_for, gateway):
    channel(cast, gateway)
    assigned(cast, client_for)
    sending.run()
    with clock.at(clock.now() + timedelta(hours=73)):
        assert (sending.run(), states()) == (0, ["failed"])
        browser = client_for(cast.administrator)
        [way] = browser.get("/alarm-channels").json()["items"]
        assert (way["failed"], way["waiting"], way["kind"]) == (1, 0, "json")
        assert browser.post(f"/alarm-channels/{way['id']}/again", {}).status_code == 204
        gateway.up()
        assert (sending.run(), states()) == (1, ["sent"])


def test_the_address_is_sealed_and_never_told(cast, client_for, gateway):
    channel(cast, gateway)
    told = client_for(cast.administrator).get("/alarm-channels").content.decode()
    [kept] = _sealed()
    assert "127.0.0.1" not in told
    assert b"127.0.0.1" not in kept


def _sealed() -> list[bytes]:
    with context.within(grants.system()):
        return [bytes(row.url) for row in plain(Channel).all()]


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "file:///etc/passwd", "syslog://", "json://", "不是地址的地址"])
def test_an_address_that_is_no_way_out_is_refused_in_words(cast, client_for, url):
    place = grant_of(cast.administrator).places[0]
    told = client_for(cast.administrator).post("/alarm-channels", {"place": place, "name": "网关", "url": url})
    assert told.status_code == 422
    assert told.json()["fields"]


def test_a_closed_channel_sends_nothing_more(cast, client_for, gateway):
    channel(cast, gateway)
    browser = client_for(cast.administrator)
    [way] = browser.get("/alarm-channels").json()["items"]
    assert browser.post(f"/alarm-channels/{way['id']}/close", {}).status_code == 204
    gateway.up()
    assigned(cast, client_for)
    assert (sending.run(), gateway.got) == (0, [])
    assert browser.get("/alarm-channels").json()["total"] == 0


def test_what_climbed_is_news_of_the_level_above_once_a_day_and_no_closed_matter_is(cast, client_for):
    registered("张小明")
    with context.within(grants.system()):
        duty = plain(Duty).filter(place=XINLI, ending="").first()
        assert duty
        for step in (1, 2):
            alarming.alarm([Reached(duty.pk, step, Level.TOWNSHIP)])
        alarming.alarm([Reached(uuid.uuid4(), 1, Level.COUNTY)])
    assert [one["text"] for one in alarms(client_for(cast.wanbao))["items"]] == ["有逾期事项待督办"]
    for other in ("director", "antu"):
        assert alarms(client_for(getattr(cast, other)))["total"] == 0


def test_an_urgent_report_is_news_of_its_township_and_county_at_once(cast, client, client_for, gateway):
    channel(cast, gateway)
    gateway.up()
    phone = Phone()
    phone.enrol(client_for(cast.director))
    assert post(client, of_phone(client, phone, cast)).status_code == 200
    for person in (cast.wanbao, cast.antu):
        assert [one["text"] for one in alarms(client_for(person))["items"]] == ["有1件紧急事项待处理"]
    for other in ("director", "neighbour", "yanbian", "nongan"):
        assert alarms(client_for(getattr(cast, other)))["total"] == 0, other
    assert (sending.run(), len(gateway.got)) == (1, 1)
    assert gateway.got[0]["message"].startswith("您有1件紧急事项待处理。")


def test_a_trial_goes_the_way_of_all_messages_and_alarms_nobody(cast, client_for, gateway):
    channel(cast, gateway)
    browser = client_for(cast.administrator)
    [way] = browser.get("/alarm-channels").json()["items"]
    assert browser.post(f"/alarm-channels/{way['id']}/trial", {}).status_code == 204
    assert (sending.run(), states()) == (0, ["again"])
    [way] = browser.get("/alarm-channels").json()["items"]
    assert (way["waiting"], way["again"], way["failed"], way["sent_at"]) == (1, 1, 0, None)
    [line] = [line for line in browser.get("/office").json()["lines"] if line["key"] == "channels"]
    assert (line["count"], line["alarm"], line["to"]) == (1, True, "/alarm-channels")
    gateway.up()
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert (sending.run(), states()) == (1, ["sent"])
    assert gateway.got[0]["message"] == sending.TRIAL
    assert _all() == []


def test_trials_have_a_limit(cast, client_for, gateway):
    channel(cast, gateway)
    browser = client_for(cast.administrator)
    [way] = browser.get("/alarm-channels").json()["items"]
    told = [browser.post(f"/alarm-channels/{way['id']}/trial", {}).status_code for _ in range(21)]
    assert told == [204] * 20 + [429]


def test_a_channel_is_for_an_office_of_its_place(cast, client_for):
    browser = client_for(cast.administrator)
    told = browser.get("/alarm-channels/offices", place=ANTU).json()
    assert [one["name"] for one in told["items"]] == ["公安局"]
    assert browser.get("/alarm-channels/offices", place=XINLI).json()["total"] == 0
