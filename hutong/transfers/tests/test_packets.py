"""Packets: a file leaves for another deployment whole, and a child leaves this register only by the receipt."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children import timeline
from hutong.children.models import Child
from hutong.children.tests.factories import read
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.models import View
from hutong.transfers.models import PacketOut
from hutong.transfers.packets import actions, content, envelope, keys
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
    new_keys,
    partner,
    receipt_for,
    sent,
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


def test_the_packet_holds_the_whole_file_in_the_clear_for_its_receiver_alone(cast):
    child = child_of_xinli()
    _, data = sent(cast.antu, child)
    assert NUMBER.encode() not in data
    assert "黄佑俊" not in data.decode()
    said = envelope.open_(HEILONGJIANG, data).content
    assert said["child"]["id_number"] == NUMBER
    assert {row["kind"] for row in said["relatives"]} == {"carer", "father", "mother"}
    assert said["visits"][0]["words"] == "想妈妈"
    assert said["origin"]["unit"].startswith("吉林省")
    assert "sealed_facts" not in said
    assert not any(name in said["child"] for name in ("id", "place", "rev", "confirmation"))
    with pytest.raises(PacketError, match="不是发给本系统的"):
        envelope.open_(new_keys(), data)


def test_sealed_facts_go_only_when_a_post_named_for_them_says_so(cast):
    child = child_of_xinli()
    with pytest.raises(Refused, match="只有指定接触密封事项的岗位"):
        sent(cast.antu, child, sealed=True)
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        assert content.write(grant, row, "转出", sealed=True)["sealed_facts"][0]["detail"] == "父亲服刑"


def test_the_child_is_followed_here_until_the_receipt_and_then_leaves_as_moved(cast):
    child = child_of_xinli()
    packet, _ = sent(cast.antu, child)
    with context.within(grant_of(cast.director)) as grant:
        assert Duty.objects.within(grant).filter(child=child, ending="").exists()
    with context.within(grant_of(cast.antu)) as grant:
        taken = actions.take_receipt(grant, data := receipt_for(packet))
        assert (taken.status, taken.their_number) == ("accepted", "HT0000000042")
        assert actions.take_receipt(grant, data).pk == taken.pk
        # It is owed a look by the level above, as every exit, and nothing else.
        left = Duty.objects.within(grant).filter(child=child, ending="")
        assert [duty.rule for duty in left] == ["review_prefecture"]
        titles = [e["title"] for e in timeline.page(grant, Child.objects.within(grant).get(pk=child))["items"]]
    assert read(child).exit_reason == "moved"
    assert titles[:3] == ["转出回执", "退出", "向系统外转出"] or titles[:3] == ["退出", "转出回执", "向系统外转出"]


def test_a_refusal_there_keeps_the_child_here_with_the_reason(cast):
    packet, _ = sent(cast.antu, child := child_of_xinli())
    with context.within(grant_of(cast.antu)) as grant:
        taken = actions.take_receipt(grant, receipt_for(packet, "refused", reason="查无此人"))
        assert (taken.status, taken.answer) == ("refused", "查无此人")
    assert read(child).active


@pytest.mark.parametrize(("result", "told"), [("accepted", "请对方办理退出"), ("refused", "孩子仍由本单位负责")])
def test_an_answer_to_a_packet_that_was_cancelled_is_not_taken_and_says_what_to_do(cast, result, told):
    packet, _ = sent(cast.antu, child := child_of_xinli())
    with context.within(grant_of(cast.antu)) as grant:
        actions.cancel(grant, packet.pk, "家里不搬了")
        with pytest.raises(Refused, match=told) as refused:
            actions.take_receipt(grant, receipt_for(packet, result, reason="查无此人"))
        assert "家里不搬了" in str(refused.value)
        assert PacketOut.objects.within(grant).get(pk=packet.pk).status == "cancelled"
    assert read(child).active


def test_a_receipt_that_somebody_else_signed_is_not_believed(cast):
    packet, _ = sent(cast.antu, child := child_of_xinli())
    with context.within(grant_of(cast.antu)) as grant:
        with pytest.raises(Refused, match="不是收件方签的名"):
            actions.take_receipt(grant, receipt_for(packet, by=new_keys()))
        with pytest.raises(Refused, match="没有发出过"):
            actions.take_receipt(grant, receipt_for(PacketOut(id=uuid.uuid4())))
        with pytest.raises(PacketError, match="不是回执"):
            actions.take_receipt(grant, from_there())
    assert read(child).active


def test_the_desk_sends_receives_and_downloads(cast, client_for):
    child = child_of_xinli()
    office = client_for(cast.antu)
    own = office.get("/packet-partners").json()["own"]
    assert own["key"] == keys.own().public.text
    told = office.post("/packet-partners/read", {"key": HEILONGJIANG.public.text}).json()
    assert told["fingerprint"] == HEILONGJIANG.public.fingerprint
    made = {"name": "黑龙江省民政厅", "key": HEILONGJIANG.public.text, "checked_with": "王处长"}
    to = office.post("/packet-partners", made).json()["id"]
    out = office.post(f"/children/{child}/packets", {"partner_id": to, "reason": "随父母去哈尔滨"}).json()
    data = office.get(f"/packets/sent/{out['id']}/file").getvalue()
    assert envelope.open_(HEILONGJIANG, data).kind == "file"
    assert office.post(f"/packets/sent/{out['id']}/summary").getvalue().startswith(b"%PDF")
    with context.within(grants.system()):
        assert plain(View).filter(kind="print", purpose__startswith="打印儿童档案转出摘要").exists()
    assert office.post(f"/children/{child}/packets", {"partner_id": to, "reason": "再转一次"}).status_code == 409

    came = office.upload("/packets/received", file=SimpleUploadedFile("x.htp", from_there())).json()
    seen = office.get(f"/packets/received/{came['id']}").json()
    assert seen["partner"]["name"] == "黑龙江省民政厅"
    assert ["姓名", "周小雨"] in seen["groups"][0]["rows"]
    assert "母婴" not in json.dumps(seen, ensure_ascii=False)
    assert office.get(f"/packets/received/{came['id']}/receipt").status_code == 409
    done = office.post(f"/packets/received/{came['id']}/receive", {"to": XINLI})
    assert done.json()["status"] == "accepted", done.content.decode()
    assert office.get(f"/packets/received/{came['id']}/receipt").status_code == 200
    assert client_for(cast.nongan).get(f"/packets/received/{came['id']}").status_code == 404
    assert [len(office.get(f"/packets/{way}").json()["items"]) for way in ("sent", "received")] == [1, 1]
    bad = office.upload("/packets/received", file=SimpleUploadedFile("x.htp", b"PK\x03\x04"))
    assert (bad.status_code, bad.json()["fields"][0]["field"]) == (422, "file")


def test_while_a_packet_is_out_the_child_does_not_move_inside_and_the_other_way_round(cast):
    from hutong.transfers.moves.actions import ask

    child = child_of_xinli()
    packet, _ = sent(cast.antu, child)
    with context.within(grant_of(cast.antu)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        with pytest.raises(Refused, match="系统外"):
            ask(grant, row, FAR, "搬家")
        actions.cancel(grant, packet.pk, "没有寄出")
        ask(grant, row, FAR, "搬家")
        with pytest.raises(Refused, match="系统内的迁移"):
            actions.make(grant, row, partner(), "转出")
