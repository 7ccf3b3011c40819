"""How packets read in the child's timeline."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import timeline
from hutong.journal.models import Entry
from hutong.transfers.models import PacketIn, PacketOut

OUT = {"packets.make": "向系统外转出", "packets.cancel": "转出作废", "packets.take_receipt": "转出回执"}


def start() -> None:
    """Tell the timeline how packets read."""
    for action in OUT:
        timeline.register(action, "move", _sent)
    timeline.register("packets.receive", "created", _received)


def _sent(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    action = entries[0].action
    found = plain(PacketOut).filter(pk__in=[entry.record for entry in entries]).select_related("partner")
    told = {row.pk: (OUT[action], _detail(row, action)) for row in found}
    return {entry.record: ("退出", "") for entry in entries if entry.record == entry.child} | told


def _detail(row: PacketOut, action: str) -> str:
    if action == "packets.make":
        return f"{row.partner.name}；{row.reason}"
    if row.status == PacketOut.Status.ACCEPTED:
        return f"{row.partner.name}已接收，对方档案编号 {row.their_number}"
    return f"{PacketOut.Status(row.status).label}：{row.answer}"


def _received(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    # The record of the packet is the county's; that the child came from outside is everybody's who reads the file.
    children = [entry.record for entry in entries if entry.record == entry.child]
    found = plain(PacketIn).filter(child__in=children)
    origin = {row.child: f"来自{row.sender_name}，数据包 {row.pk}" for row in found}
    return {child: ("由系统外转入", origin.get(child, "")) for child in children}
