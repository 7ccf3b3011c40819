"""Whose keys are known: two persons, one of them at the province; and a packet as the export that it is."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from hutong.accounts import context
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.journal.actions import operation
from hutong.journal.models import View
from hutong.transfers.models import Partner
from hutong.transfers.packets import actions, envelope, keys, partners
from hutong.transfers.tests.packing import (
    HEILONGJIANG,
    confirmed,
    entered,
    from_there,
    new_keys,
    received,
    uploaded,
)
from tests.cast import XINLI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def send(person, to, name="黄佑俊", **more):
    child = registered(name, born=date(2013, 7, 30), id_number="", on=TODAY)
    with context.within(grant_of(person)) as grant:
        return actions.make(grant, Child.objects.within(grant).get(pk=child), to, "随父母去哈尔滨", **more)


def test_a_key_entered_by_one_county_receives_no_child_of_another(cast, client_for):
    """The issue's case: 农安 enters a key of its own under another's name; 安图 sees by whom, and nothing goes there."""
    row = entered(cast.nongan)
    [shown] = client_for(cast.antu).get("/packet-partners").json()["items"]
    assert (shown["added_by"], shown["added_at"]["name"], shown["confirmed_on"]) == ("刘洋", "农安县", None)
    assert shown["fingerprint"] == HEILONGJIANG.public.fingerprint
    assert shown["may_confirm"] is False
    with pytest.raises(Refused, match="省级复核"):
        send(cast.antu, row)


def test_the_province_confirms_and_not_whoever_entered_it(cast):
    row = entered(cast.antu)
    with context.within(grant_of(cast.antu)) as grant, pytest.raises(Refused, match="由省级"):
        partners.confirm_partner(grant, row.pk, "王处长")
    with context.within(grant_of(cast.yanbian)) as grant, pytest.raises(Refused, match="由省级"):
        partners.confirm_partner(grant, row.pk, "王处长")
    own = entered(cast.jilin, new_keys())
    with context.within(grant_of(cast.jilin)) as grant, pytest.raises(Refused, match="另一位"):
        partners.confirm_partner(grant, own.pk, "王处长")
    done = confirmed(cast, row)
    assert (done.confirmed_by_name, done.confirmed_with) == ("郑国强", "厅办公室总机")
    assert send(cast.antu, done).status == "sent"


def test_a_closed_key_gets_nothing_more_and_its_receipts_are_not_believed(cast):
    row = confirmed(cast, entered(cast.antu))
    packet = send(cast.antu, row)
    with context.within(grant_of(cast.antu)) as grant, pytest.raises(Refused, match="由省级"):
        partners.close_partner(grant, row.pk, "钥匙泄露")
    with context.within(grant_of(cast.jilin)) as grant:
        row = partners.close_partner(grant, row.pk, "钥匙泄露")
    with pytest.raises(Refused, match="停用"):
        send(cast.antu, row, "黄佑佑")
    said = {"packet": str(packet.pk), "result": "accepted", "reason": "", "number": "1", "place": "阿城区"}
    receipt = envelope.seal(HEILONGJIANG, keys.own().public, "receipt", uuid.uuid4(), said)
    with context.within(grant_of(cast.antu)) as grant, pytest.raises(Refused, match="已停用"):
        actions.take_receipt(grant, receipt)
    assert entered(cast.antu).pk != row.pk, "the same key may be entered anew, and waits again"


def test_the_floor_lets_nobody_confirm_alone_or_change_a_key(cast):
    row = entered(cast.antu)

    def refused(person, statement):
        with pytest.raises(DatabaseError), context.within(grant_of(person)), operation("tests.floor"):
            query.run(statement, {"id": row.pk, "me": person.pk, "day": TODAY})
        with context.within(grant_of(cast.jilin)):
            return plain(Partner).get(pk=row.pk)

    confirm = "UPDATE transfers_partner SET confirmed_on = %(day)s, confirmed_by = %(me)s WHERE id = %(id)s"
    assert refused(cast.antu, confirm).confirmed_on is None
    assert refused(cast.yanbian, confirm).confirmed_on is None
    other = "UPDATE transfers_partner SET key = 'HTK1.x' WHERE id = %(id)s"
    assert refused(cast.antu, other).key == row.key
    assert refused(cast.jilin, other).key == row.key
    someone = confirm.replace("%(me)s", "gen_random_uuid()")
    assert refused(cast.jilin, someone).confirmed_on is None


def test_nothing_is_received_of_a_sender_whom_the_province_has_not_confirmed(cast, client_for):
    office = client_for(cast.antu)
    packet = uploaded(cast.antu, from_there())
    seen = office.get(f"/packets/received/{packet.pk}").json()
    assert (seen["partner"], seen["sender_key"]) == (None, HEILONGJIANG.public.text)
    assert office.post(f"/packets/received/{packet.pk}/receive", {"to": XINLI}).status_code == 409
    row = entered(cast.antu)
    assert office.get(f"/packets/received/{packet.pk}").json()["partner"]["confirmed_on"] is None
    with pytest.raises(Refused, match="省级复核"):
        received(cast.antu, packet)
    confirmed(cast, row)
    assert received(cast.antu, packet).status == "accepted"


def test_a_packet_written_by_oneself_is_no_free_question_whether_a_number_is_on_file(cast, client_for):
    """Anybody who sees our key can write one with any number in it."""
    number = "220122201307306799"
    registered("黄佑俊", born=date(2013, 7, 30), id_number=number, on=TODAY, place=XINLI)
    child = {"name": "张三", "sex": "male", "birth_date": "2013-07-30", "id_number": number, "id_kind": "resident"}
    for person in (cast.antu, cast.nongan):
        packet = uploaded(person, from_there(child=child))
        seen = client_for(person).get(f"/packets/received/{packet.pk}").json()
        assert (seen["known"], seen["alike"]) == ("", [])


def test_a_packet_is_logged_as_an_export_with_numbers_and_each_download_too(cast, client_for):
    packet = send(cast.antu, confirmed(cast, entered(cast.antu)))
    assert client_for(cast.antu).get(f"/packets/sent/{packet.pk}/file").status_code == 200
    with context.within(grant_of(cast.jilin)) as grant:
        looks = View.objects.within(grant).filter(child=packet.child.pk).order_by("at", "kind")
        told = [(look.kind, look.purpose[:5]) for look in looks]
    assert sorted(told) == [
        ("export", "下载转出文"),
        ("export", "转出到系统"),
        ("unmask", "下载转出文"),
        ("unmask", "转出到系统"),
    ]


def test_so_many_a_day_and_no_more(cast):
    row = confirmed(cast, entered(cast.antu))
    for nth in range(10):
        send(cast.antu, row, f"孩子{nth}")
    with pytest.raises(Problem) as refused:
        send(cast.antu, row, "第十一个")
    assert refused.value.status == 429
    with clock.at(TODAY + timedelta(days=2)):
        assert send(cast.antu, row, "第二天").status == "sent"


@pytest.mark.parametrize(
    ("code", "counts_at"),
    [("220122103200", 0), ("222426105205", 0), ("230112001001", 230112001001), ("2301120010011", 0), ("ABC", 0)],
)
def test_a_packet_cannot_say_that_something_happened_in_a_county_of_ours(cast, code, counts_at):
    confirmed(cast, entered(cast.antu))
    done = received(
        cast.antu, uploaded(cast.antu, from_there(origin={"unit": "某地", "code": code, "officer": "某人"}))
    )
    with context.within(grant_of(cast.antu)) as grant:
        assert Visit.objects.within(grant).get(child=done.child).happened_place == counts_at
