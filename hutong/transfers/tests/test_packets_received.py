"""A packet from another deployment opens a whole file here, once, and its receipt goes back."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.children import timeline
from hutong.children.models import Category, Child, Relative, SealedFact
from hutong.children.tests.factories import read
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealing import unsealed
from hutong.transfers.packets import actions, envelope, keys
from hutong.transfers.packets.keys import PacketError
from hutong.transfers.tests.packing import (
    FAR,
    HEILONGJIANG,
    NUMBER,
    TODAY,
    child_of_xinli,
    confirmed,
    entered,
    from_there,
    made,
    receipt_for,
    received,
    sent,
    uploaded,
)
from tests.cast import XINLI, grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def cast(cast):
    """The cast, and 黑龙江's key known: entered at the county, confirmed at the province."""
    confirmed(cast, entered(cast.antu))
    return cast


def test_a_packet_opens_a_whole_file_here_and_what_happened_there_counts_there(cast):
    packet = uploaded(cast.antu, from_there())
    done = received(cast.antu, packet)
    with context.within(grant_of(cast.director)) as grant:
        child = Child.objects.within(grant).get(pk=done.child)
        assert (child.name, child.risk, child.place, child.registered_on) == ("周小雨", "high", XINLI, TODAY)
        assert child.number != "HT0000000777"
        assert unsealed(child, "phone") == "13800000000"
        carer = Relative.objects.within(grant).get(child=child)
        assert (carer.name, unsealed(carer, "phone"), carer.period.lower) == ("周大山", "13844330001", date(2024, 1, 1))
        assert Category.objects.within(grant).get(child=child).period.upper == date(2031, 5, 5)
        visit = Visit.objects.within(grant).get(child=child)
        assert (visit.place, visit.happened_place, visit.words) == (XINLI, 230112001001, "想上学")
        assert Duty.objects.within(grant).filter(child=child.pk, rule="visit", ending="").exists()
        told = {one["title"]: one["detail"] for one in timeline.page(grant, child)["items"]}
        assert set(told) == {"由系统外转入", "转入前：2026-09-09 入户走访"}
        assert told["转入前：2026-09-09 入户走访"] == "走访人：李主任；各项正常；孩子说：想上学"
        assert not plain(SealedFact).exists()
    with context.within(grants.system()) as grant:
        assert unsealed(SealedFact.objects.within(grant).get(child=done.child), "detail") == "母婴传播"


def test_the_same_packet_twice_is_one_file_and_one_receipt(cast):
    data = from_there()
    packet = uploaded(cast.antu, data)
    first = received(cast.antu, packet)
    again = uploaded(cast.antu, data)
    assert (again.pk, again.child) == (first.pk, first.child)
    assert received(cast.antu, packet).receipt == first.receipt
    with context.within(grant_of(cast.antu)) as grant:
        assert Child.objects.within(grant).count() == 1
    with context.within(grant_of(cast.nongan)) as grant, pytest.raises(Refused, match="其他单位收下"):
        actions.upload(grant, data)


def test_the_receipt_goes_back_to_the_sender_and_says_the_number_here(cast):
    from hutong.documents import store

    done = received(cast.antu, uploaded(cast.antu, from_there()))
    with context.within(grant_of(cast.antu)) as grant:
        assert done.receipt
        said = envelope.open_(HEILONGJIANG, store.read(grant, done.receipt)[1])
    assert said.kind == "receipt"
    assert said.content["result"] == "accepted"
    assert said.content["number"] == read(made(done)).number
    assert said.sender == keys.own().public


def test_a_number_that_stands_here_already_is_not_opened_twice(cast):
    existing = child_of_xinli()
    child = {"name": "黄佑俊", "sex": "male", "birth_date": "2013-07-30", "id_number": NUMBER, "id_kind": "resident"}
    packet = uploaded(cast.antu, from_there(child=child))
    with pytest.raises(PacketError, match="已经建档"):
        received(cast.antu, packet)
    assert read(existing).active


def test_a_child_that_left_by_packet_and_comes_back_finds_its_own_file(cast):
    child = child_of_xinli()
    out, data = sent(cast.antu, child)
    with context.within(grant_of(cast.antu)) as grant:
        actions.take_receipt(grant, receipt_for(out))
    said = envelope.open_(HEILONGJIANG, data).content
    more = {"on": "2026-11-18", "mode": "school", "seen": [], "findings": {}, "notes": {}, "no_change": True,
            "visitor_name": "李主任", "recorded_at": "2026-11-18T03:00:00+00:00"}  # fmt: skip
    back = from_there(**(said | {"visits": [*said["visits"], more]}))
    done = received(cast.antu, uploaded(cast.antu, back))
    assert done.child == child
    assert read(child).active
    with context.within(grant_of(cast.antu)) as grant:
        assert Visit.objects.within(grant).filter(child=child).count() == 2


def test_a_packet_is_received_into_a_village_of_ones_own(cast):
    packet = uploaded(cast.antu, from_there())
    with context.within(grant_of(cast.antu)) as grant, pytest.raises(Refused, match="辖区内的一个村"):
        actions.receive(grant, packet.pk, FAR)
