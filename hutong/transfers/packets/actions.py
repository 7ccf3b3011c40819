"""The only writers of partners and packets; each file that leaves or enters is one action."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children import actions as files
from hutong.children import followed
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.documents import store
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.places.codes import Level
from hutong.places.models import Place
from hutong.transfers.models import Move, PacketIn, PacketOut, Partner
from hutong.transfers.packets import content, envelope, keys, leaving, opening, partners

Out, In = PacketOut.Status, PacketIn.Status


@action("packets.make", Permission.PACKET)
def make(grant: Grant, child: Child, partner: Partner, reason: str, *, sealed: bool = False) -> PacketOut:
    """Write a child's file for another deployment. The child stays here until the receipt comes. Raises Refused.

    sealed: with the sealed facts; only a post named for them may choose so, and nothing here tells whether there were any.
    It takes the whole file out of the house, so it is limited and logged as an export is (leaving.py). Problem 429 beyond.
    """
    child = Child.objects.within(grant).select_for_update().get(pk=child.pk)
    _may_go(grant, child, partner, sealed)
    leaving.counted(grant, child.place)
    leaving.logged(grant, child.place, child.pk, f"转出到系统外（{partner.name}）：{reason}", sealed=sealed)
    packet = PacketOut(child=child, place=child.place, partner=partner, reason=reason, made_on=clock.today(),
                       made_by_name=grant.name)  # fmt: skip
    said = content.write(grant, child, reason, sealed=sealed)
    data = envelope.seal(keys.own(), keys.parse(partner.key), envelope.FILE, packet.pk, said)
    packet.file = store.keep(child.place, f"护童转出_{child.number}.htp", data, days=None).pk
    packet.save(force_insert=True)
    return packet


@action("packets.cancel", Permission.PACKET)
def cancel(grant: Grant, packet: uuid.UUID, reason: str) -> PacketOut:
    """The file was not given to the other side, or is not to be used. Raises Refused."""
    row = PacketOut.objects.within(grant).select_for_update().get(pk=packet)
    if row.status != Out.SENT:
        raise Refused(f"这次转出{Out(row.status).label}，不能作废。")
    return _answered(row, Out.CANCELLED, reason)


@action("packets.take_receipt", Permission.PACKET)
def take_receipt(grant: Grant, data: bytes) -> PacketOut:
    """The other side's answer: received, and the child leaves this register; or refused. Raises PacketError.

    The same receipt again answers with what it did.
    """
    receipt = envelope.open_(keys.own(), data)
    said = opening.receipt(receipt)
    row = PacketOut.objects.within(grant).select_for_update(of=("self",)).select_related("partner").filter(
        pk=said["packet"]).first()  # fmt: skip
    if row is None:
        raise Refused("本单位没有发出过这个数据包。")
    if receipt.sender != keys.parse(row.partner.key):
        raise Refused("回执不是收件方签的名，没有采用。请与对方核对。")
    if row.partner.closed_on:
        raise Refused("这个收件方的公钥已停用，回执没有采用。请先与对方核实，再作废这次转出。")
    if row.status in (Out.ACCEPTED, Out.REFUSED):
        return row
    if row.status == Out.CANCELLED:
        raise Refused(_cancelled(row, said["result"]))
    row.their_number, row.their_place = said["number"], said["place"]
    if said["result"] == "refused":
        return _answered(row, Out.REFUSED, said["reason"])
    _answered(row, Out.ACCEPTED, "")
    child = Child.objects.within(grant).filter(pk=row.child_id, exited_on=None).first()  # type: ignore[attr-defined]  # django-types
    if child:
        note = f"已转出到{row.partner.name}，对方档案编号 {row.their_number}"
        files.leave(grant, child, ExitReason.MOVED, clock.today(), note[:200])
    return row


def _cancelled(row: PacketOut, result: str) -> str:
    """What is said of an answer to a packet that was cancelled: the child is followed here, whatever the other side did."""
    told = f"这次转出已于 {row.answered_on} 作废（{row.answer}），回执没有采用，孩子仍由本单位负责。"
    if result == "refused":
        return told
    return f"{told}对方说已经建档：请与{row.partner.name}核对，请对方办理退出；确实已经搬去的，重新转出一次。"


@action("packets.upload", Permission.PACKET)
def upload(grant: Grant, data: bytes) -> PacketIn:
    """Open a packet for looking; nothing of the child is written. The same packet again answers with the first. Raises PacketError."""
    packet, incoming = opening.packet(data)
    if kept := PacketIn.objects.within(grant).filter(pk=packet.id).first():
        return kept
    row = PacketIn(
        id=packet.id,
        place=grant.places[0],
        sender_key=packet.sender.text,
        fingerprint=packet.sender.fingerprint,
        sender_name=incoming.origin.get("unit", ""),
        name=incoming.child["name"],
        uploaded_on=clock.today(),
        uploaded_by_name=grant.name,
    )
    try:
        with transaction.atomic():
            row.file = store.keep(row.place, f"护童转入_{packet.id}.htp", data, days=None).pk
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("这个数据包已由本系统的其他单位收下，请联系上级民政部门。") from None
    return row


@action("packets.receive", Permission.PACKET)
def receive(grant: Grant, packet: uuid.UUID, to: int) -> PacketIn:
    """Open the child's file in a village, with all that the packet holds, and write the receipt. Raises PacketError."""
    row = _locked(grant, packet)
    if row.status == In.ACCEPTED:
        return row
    if not (grant.covers(to) and Place.objects.filter(code=to, level=Level.VILLAGE).exists()):
        raise Refused([("to", "请选择辖区内的一个村（社区）。")])
    if partners.trusted(row.fingerprint) is None:
        raise Refused("发件方的公钥还没有经省级复核。请先登记发件方，省级复核后再接收。")
    _, incoming = opening.packet(store.read(grant, row.file)[1])
    child = opening.settle(grant, incoming, to, row)
    row.child = child.pk
    followed.written(grant, child.pk, waits=False)
    return _settled(grant, row, In.ACCEPTED, "", {"number": child.number, "place": opening.spoken(to)})


@action("packets.refuse", Permission.PACKET)
def refuse(grant: Grant, packet: uuid.UUID, reason: str) -> PacketIn:
    """Send it back with a reason; the receipt says so. Raises Refused."""
    row = _locked(grant, packet)
    return row if row.status == In.REFUSED else _settled(grant, row, In.REFUSED, reason, {"number": "", "place": ""})


def _may_go(grant: Grant, child: Child, partner: Partner, sealed: bool) -> None:
    if sealed and not grant.allows(Permission.SEALED):
        raise Refused([("sealed", "只有指定接触密封事项的岗位可以这样选择。")])
    if not child.active:
        raise Refused(f"这份档案已于 {child.exited_on} 退出，不能转出。")
    if partner.closed_on:
        raise Refused([("partner", "这个收件方已停用，请选择其他收件方。")])
    if not partner.confirmed_on:
        raise Refused([("partner", "这个收件方的公钥还没有经省级复核，复核后才能转出。")])
    if plain(PacketOut).filter(child=child, status=Out.SENT).exists():
        raise Refused("这份档案已转出，正在等待回执；要重新转出，请先作废上一次。")
    if plain(Move).filter(child=child, status=Move.Status.ASKED).exists():
        raise Refused("这名儿童有一件系统内的迁移在等待答复，请先办结或撤回。")


def _answered(row: PacketOut, status: PacketOut.Status, answer: str) -> PacketOut:
    row.status, row.answer, row.answered_on = status, answer[:200], clock.today()
    row.save(update_fields=["status", "answer", "answered_on", "their_number", "their_place"])
    return row


def _locked(grant: Grant, packet: uuid.UUID) -> Any:
    row = PacketIn.objects.within(grant).select_for_update().get(pk=packet)
    if row.status == In.REFUSED:
        raise Refused("这个数据包已退回，请对方重新转出。")
    return row


def _settled(grant: Grant, row: PacketIn, status: PacketIn.Status, answer: str, more: dict[str, str]) -> PacketIn:
    row.status, row.answer = status, answer
    row.decided_on, row.decided_by_name = clock.today(), grant.name
    said = {"packet": str(row.pk), "result": status.value, "reason": answer, "on": str(row.decided_on)} | more
    sender = keys.parse(row.sender_key)
    data = envelope.seal(keys.own(), sender, envelope.RECEIPT, uuid.uuid4(), said)
    row.receipt = store.keep(row.place, f"护童回执_{row.pk}.htr", data, days=None).pk
    row.save(update_fields=["status", "answer", "decided_on", "decided_by_name", "receipt", "child"])
    return row
