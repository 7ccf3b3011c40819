"""What `hutong packet …` does in the name of a member of staff."""

from pathlib import Path

from hutong.accounts import context, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission, Role
from hutong.transfers.models import PacketOut
from hutong.transfers.packets import actions
from hutong.transfers.packets.keys import PacketError


def take_receipt(path: Path, staff_number: str) -> str:
    """Take a receipt; gives what it said. Raises PacketError."""
    with context.within(_grant(staff_number)) as grant:
        row = actions.take_receipt(grant, path.read_bytes())
        return f"{PacketOut.Status(row.status).label}。{row.answer}"


def upload(path: Path, staff_number: str) -> str:
    """Take a packet in for somebody to decide; gives whose it is. Raises PacketError."""
    with context.within(_grant(staff_number)) as grant:
        row = actions.upload(grant, path.read_bytes())
        return f"{row.name}，来自{row.sender_name}，指纹 {row.fingerprint}。请在“系统外转出转入”里办理。"


def _grant(staff_number: str) -> Grant:
    person = people.called(staff_number)
    roles = {post.role for post in held.posts_of(person)} if person else set()
    for role in sorted(roles):
        grant = held.grant_of(person, Role(role)) if person else None
        if grant and grant.allows(Permission.PACKET):
            return grant
    raise PacketError(f"工号 {staff_number} 没有办理系统外转出转入的岗位；用 hutong posts 可以查看工号。")
