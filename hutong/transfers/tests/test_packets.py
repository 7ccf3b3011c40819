"""Packets: a file leaves for another deployment whole, and a child leaves the register only with the receipt."""

import json
import uuid
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.care.models import Visit
from hutong.children import actions as files
from hutong.children import timeline
from hutong.children.models import Category, Child, Relative, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import read, registered
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.sealing import opened
from hutong.transfers.models import PacketOut, Partner
from hutong.transfers.packets import actions, content, envelope, keys, opening, partners
from hutong.transfers.packets.keys import Own, PacketError
from tests.cast import XINLI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NUMBER = "220122201307306799"
FAR = 220122_103_200


def new_keys() -> Own:
    return Own(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


HEILONGJIANG = new_keys()
# The same in every process: parameters of a test must be.
STRANGER = Own(
    Ed25519PrivateKey.from_private_bytes(b"\3" * 32), X25519PrivateKey.from_private_bytes(b"\4" * 32)
).public.text


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def cast(cast):
    """The cast, and 黑龙江's key known: entered at the county, confirmed at the province."""
    confirmed(cast, entered(cast.antu))
    return cast


def entered(person, own=HEILONGJIANG):
    with context.within(grant_of(person)) as grant:
        return partners.add_partner(grant, "黑龙江省民政厅", own.public.text, "王处长")


def confirmed(cast, row):
    with context.within(grant_of(cast.jilin)) as grant:
        return partners.confirm_partner(grant, row.pk, "厅办公室总机")


def partner(own=HEILONGJIANG):
    return plain(Partner).get(fingerprint=own.public.fingerprint, closed_on=None)


def child_of_xinli(**more):
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER, on=date(2026, 9, 1), **more)
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        record_visit(grant, row, NewVisit(date(2026, 10, 1), "home", words="想妈妈", findings={"mood": "changed"}))
        files.seal_fact(grant, row, SealedKind.PARENT_CUSTODY, "父亲服刑", None)
    return child


def sent(person, child, **more):
    """A packet to 黑龙江, and its bytes."""
    from hutong.documents import store

    with context.within(grant_of(person)) as grant:
        packet = actions.make(grant, Child.objects.within(grant).get(pk=child), partner(), "随父母去哈尔滨", **more)
        return packet, store.read(grant, packet.file)[1]


def from_there(**changed):
    """A packet as 黑龙江 would send it to us, with parts of it changed."""
    said = {
        "made_at": "2026-11-19T08:00:00+08:00",
        "origin": {"unit": "黑龙江省哈尔滨市阿城区", "code": "230112001001", "officer": "王处长"},
        "reason": "随父母回乡",
        "child": {"name": "周小雨", "sex": "female", "birth_date": "2015-05-05", "id_kind": "none", "number": "HT0000000777",
                  "risk": "high", "phone": "13800000000"},
        "relatives": [{"kind": "carer", "name": "周大山", "relation": "paternal_grandfather", "phone": "13844330001",
                       "period": ["2024-01-01", None]}],
        "categories": [{"key": "left_behind", "basis": "入户核实", "period": ["2024-01-01", "2031-05-05"]}],
        "visits": [{"on": "2026-09-09", "mode": "home", "seen": ["child"], "findings": {"mood": "normal"}, "notes": {},
                    "words": "想上学", "visitor_name": "李主任", "recorded_at": "2026-09-09T03:00:00+00:00",
                    "no_change": False}],
        "sealed_facts": [{"kind": "hiv", "detail": "母婴传播"}],
    } | changed  # fmt: skip
    return envelope.seal(HEILONGJIANG, keys.own().public, "file", uuid.uuid4(), said)


def uploaded(person, data):
    with context.within(grant_of(person)) as grant:
        return actions.upload(grant, data)


def received(person, packet, to=XINLI):
    with context.within(grant_of(person)) as grant:
        return actions.receive(grant, packet.pk, to)


def made(packet) -> uuid.UUID:
    assert packet.child
    return packet.child


def receipt_for(packet, result="accepted", by=HEILONGJIANG, **more):
    said = {"packet": str(packet.pk), "result": result, "reason": "", "number": "HT0000000042", "place": "阿城区"}
    return envelope.seal(by, keys.own().public, "receipt", uuid.uuid4(), said | more)


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
    with pytest.raises(actions.PacketRefused, match="只有指定接触密封事项的岗位"):
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


def test_a_receipt_that_somebody_else_signed_is_not_believed(cast):
    packet, _ = sent(cast.antu, child := child_of_xinli())
    with context.within(grant_of(cast.antu)) as grant:
        with pytest.raises(PacketError, match="不是收件方签的名"):
            actions.take_receipt(grant, receipt_for(packet, by=new_keys()))
        with pytest.raises(PacketError, match="没有发出过"):
            actions.take_receipt(grant, receipt_for(PacketOut(id=uuid.uuid4())))
        with pytest.raises(PacketError, match="不是回执"):
            actions.take_receipt(grant, from_there())
    assert read(child).active


def test_a_packet_opens_a_whole_file_here_and_what_happened_there_counts_there(cast):
    packet = uploaded(cast.antu, from_there())
    done = received(cast.antu, packet)
    with context.within(grant_of(cast.director)) as grant:
        child = Child.objects.within(grant).get(pk=done.child)
        assert (child.name, child.risk, child.place, child.registered_on) == ("周小雨", "high", XINLI, TODAY)
        assert child.number != "HT0000000777"
        assert opened(child, "phone") == "13800000000"
        carer = Relative.objects.within(grant).get(child=child)
        assert (carer.name, opened(carer, "phone"), carer.period.lower) == ("周大山", "13844330001", date(2024, 1, 1))
        assert Category.objects.within(grant).get(child=child).period.upper == date(2031, 5, 5)
        visit = Visit.objects.within(grant).get(child=child)
        assert (visit.place, visit.happened_place, visit.words) == (XINLI, 230112001001, "想上学")
        assert Duty.objects.within(grant).filter(child=child.pk, rule="visit", ending="").exists()
        told = {one["title"]: one["detail"] for one in timeline.page(grant, child)["items"]}
        assert set(told) == {"由系统外转入", "转入前：2026-09-09 入户走访"}
        assert told["转入前：2026-09-09 入户走访"] == "走访人：李主任；各项正常；孩子说：想上学"
        assert not plain(SealedFact).exists()
    with context.within(grants.system()) as grant:
        assert opened(SealedFact.objects.within(grant).get(child=done.child), "detail") == "母婴传播"


def test_the_same_packet_twice_is_one_file_and_one_receipt(cast):
    data = from_there()
    packet = uploaded(cast.antu, data)
    first = received(cast.antu, packet)
    again = uploaded(cast.antu, data)
    assert (again.pk, again.child) == (first.pk, first.child)
    assert received(cast.antu, packet).receipt == first.receipt
    with context.within(grant_of(cast.antu)) as grant:
        assert Child.objects.within(grant).count() == 1
    with context.within(grant_of(cast.nongan)) as grant, pytest.raises(PacketError, match="其他单位收下"):
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
    with context.within(grant_of(cast.antu)) as grant, pytest.raises(PacketError, match="辖区内的一个村"):
        actions.receive(grant, packet.pk, FAR)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ciphertext", "AAAA"), ("signature", "AAAA"), ("nonce", "AAAA"), ("id", "019ab000-0000-7000-8000-000000000001"), ("kind", "receipt"),
        ("ephemeral", "AAAA"), ("sender", STRANGER), ("sender", "HTK1.xx"), ("version", 2), ("format", "zip"),
        ("receiver", STRANGER), ("ciphertext", None), ("sender", 5),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_a_packet_it_is_refused_in_words(field, value):
    packet = json.loads(from_there()) | {field: value}
    with pytest.raises(PacketError) as refused:
        opening.packet(json.dumps(packet).encode())
    assert "。" in str(refused.value)


@pytest.mark.parametrize(
    "said",
    [
        {"child": {"name": "周小雨"}}, {"child": 5}, {"child": {"name": "周\x00雨", "sex": "female", "birth_date": "2015-05-05"}},
        {"child": {"name": "成人", "sex": "male", "birth_date": "1990-01-01"}},
        {"child": {"name": "甲", "sex": "male", "birth_date": "2015-05-05", "id_number": "220122201307306790"}},
        {"relatives": [{"kind": "uncle", "period": ["2024-01-01", None]}]}, {"relatives": [{"kind": "carer"}]},
        {"relatives": 7}, {"relatives": [7]}, {"relatives": [{"kind": "carer", "period": ["2024-01-01", "2020-01-01"]}]},
        {"visits": [{"on": "2026-09-09", "mode": "home", "findings": {"mood": "great"}, "recorded_at": "2026-09-09T03:00:00Z"}]},
        {"visits": [{"on": "2027-09-09", "mode": "home", "recorded_at": "2026-09-09T03:00:00Z"}]},
        {"categories": [{"key": "left_behind", "period": "2024"}]}, {"origin": "黑龙江"}, {"sealed_facts": [{"kind": "gossip"}]},
    ],
)  # fmt: skip
def test_a_content_that_cannot_be_kept_is_refused_whole(said):
    with pytest.raises(PacketError, match="没有收下任何内容"):
        opening.packet(from_there(**said))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), noise=st.binary(max_size=40), at=st.integers(0, 2000))
@example(cut=0, noise=b"\r\n", at=0)  # a mail server's line break changes nothing that was said
@example(cut=1, noise=b"!", at=1000)
def test_truncated_and_damaged_files_are_refused_in_words_or_say_what_was_sent(cut, noise, at):
    data = from_there()
    try:
        told = envelope.open_(keys.own(), data[:at] + noise + data[at + cut :])
    except PacketError:
        return
    assert told == envelope.open_(keys.own(), data)


def test_a_huge_file_is_refused_unread():
    with pytest.raises(PacketError, match="20 MB"):
        envelope.open_(keys.own(), b" " * (envelope.LIMIT + 1))


def test_a_key_that_was_not_copied_whole_is_noticed():
    key = keys.own().public
    assert keys.parse(f" {key.text[:30]}\n{key.text[30:]} ") == key
    for text in (key.text[:-3], key.text.replace("HTK1.", "HTK2."), key.text[:-2] + "AA", "HTK1.", "你好"):
        with pytest.raises(PacketError):
            keys.parse(text)
    assert len(key.fingerprint.replace(" ", "")) == 24


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
    data = office.get(f"/packets/sent/{out['id']}/file").content
    assert envelope.open_(HEILONGJIANG, data).kind == "file"
    assert office.post(f"/packets/sent/{out['id']}/summary").content.startswith(b"%PDF")
    assert office.post(f"/children/{child}/packets", {"partner_id": to, "reason": "再转一次"}).status_code == 422

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
    from hutong.transfers.moves.actions import MoveRefused, ask

    child = child_of_xinli()
    packet, _ = sent(cast.antu, child)
    with context.within(grant_of(cast.antu)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        with pytest.raises(MoveRefused, match="系统外"):
            ask(grant, row, FAR, "搬家")
        actions.cancel(grant, packet.pk, "没有寄出")
        ask(grant, row, FAR, "搬家")
        with pytest.raises(PacketError, match="系统内的迁移"):
            actions.make(grant, row, partner(), "转出")
