"""Another deployment with keys of its own, packets from it and to it: for the tests of packets."""

import uuid
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import registered
from hutong.transfers.models import Partner
from hutong.transfers.packets import actions, envelope, keys, partners
from hutong.transfers.packets.keys import Own
from tests.cast import XINLI, grant_of

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
