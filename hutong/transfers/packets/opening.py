"""A packet that came: checked, and its file opened here with all that it holds."""

import uuid
from collections.abc import Iterable
from typing import Any

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.children import actions as files
from hutong.children import bulk, identity
from hutong.children.models import Child, SealedFact
from hutong.children.newfile import NewFile
from hutong.places import lookup
from hutong.places.codes import Level, at_level
from hutong.places.models import Place
from hutong.transfers.models import PacketIn
from hutong.transfers.packets import content, envelope, keys
from hutong.transfers.packets.content import Incoming
from hutong.transfers.packets.keys import PacketError

# Of the sender's own register; here the child gets its own.
THEIRS = ("number", "registered_on", "confirmed_on")


def packet(data: bytes) -> tuple[envelope.Unsealed, Incoming]:
    """A file packet to this deployment. Raises PacketError."""
    opened = envelope.open_(keys.own(), data)
    if opened.kind != envelope.FILE:
        raise PacketError("这是一份回执，不是转出的档案；请在“转出”里收回执。")
    return opened, content.read(opened.content)


def receipt(opened: envelope.Unsealed) -> dict[str, str]:
    """What a receipt says: packet, result, reason, number, place. Raises PacketError."""
    if opened.kind != envelope.RECEIPT:
        raise PacketError("这是一份转出的档案，不是回执；请在“转入”里收档案。")
    names = ("packet", "result", "reason", "number", "place")
    said = {name: opened.content.get(name) for name in names}
    if said["result"] not in ("accepted", "refused") or not all(isinstance(value, str) for value in said.values()):
        raise PacketError(envelope.INCOMPLETE)
    try:
        uuid.UUID(str(said["packet"]))
    except ValueError:
        raise PacketError(envelope.INCOMPLETE) from None
    return {name: str(value)[: 40 if name == "number" else 200] for name, value in said.items()}


def known(grant: Grant, incoming: Incoming) -> identity.Registered | None:
    """The file of the child's number in one's own jurisdiction."""
    number = incoming.child.get("id_number")
    return identity.find(grant, [number]).get(number) if number else None


def settle(grant: Grant, incoming: Incoming, to: int, row: PacketIn) -> Child:
    """Open the file, or take up again the one that the child left here. Raises PacketError. Inside the action."""
    found = known(grant, incoming)
    if found is None:
        return _new_file(grant, incoming, to)
    child = Child.objects.within(grant).get(pk=found.child)
    if child.active:
        raise PacketError(f"这个证件号码已经建档（{child.number}），请核对后退回这个数据包，或先处理原有档案。")
    return _taken_up(grant, incoming, child, to, row)


def spoken(place: int) -> str:
    """A place as it is written, for those who do not have our codes."""
    return lookup.spoken_path(lookup.path_of(place))


def _new_file(grant: Grant, incoming: Incoming, to: int) -> Child:
    values = {name: value for name, value in incoming.child.items() if name not in THEIRS}
    [child] = files.register(grant, [NewFile(to, {"id": new_id(), **values})])
    for part in content.parts():
        _insert(part.model, incoming.rows[part.key], child, to, incoming.origin)
    with reaching(grant, to):  # what is sealed travels unread, whoever receives
        _insert(SealedFact, incoming.sealed, child, to, incoming.origin)
    return Child.objects.within(grant).get(pk=child)


def _taken_up(grant: Grant, incoming: Incoming, child: Child, to: int, row: PacketIn) -> Child:
    """The child left and comes back: its own file stands, and what the other side did since is added (visits)."""
    from hutong.transfers.moves.actions import ask

    files.return_child(grant, child, f"由{row.sender_name}转回"[:200])
    if child.place != to:
        ask(grant, child, to, f"由{row.sender_name}转回"[:200])
        child.refresh_from_db()
    for part in content.parts():
        if any(column.name == "recorded_at" for column in part.model._meta.concrete_fields):
            kept = set(plain(part.model).filter(child=child).values_list("recorded_at", flat=True))
            fresh = [values for values in incoming.rows[part.key] if values.get("recorded_at") not in kept]
            _insert(part.model, fresh, child.pk, to, incoming.origin)
    return child


def _insert(model: Any, rows: Iterable[dict[str, Any]], child: uuid.UUID, to: int, origin: dict[str, str]) -> None:
    names = {column.name for column in model._meta.concrete_fields}
    # What happened elsewhere counts there, not here.
    elsewhere = {"happened_place": happened(origin)} if "happened_place" in names else {}
    keyed = [(new_id(), values) for values in rows]
    column = "child" if model is SealedFact else "child_id"
    bulk.insert(model, ({"id": key, column: child, "place": to, **elsewhere, **bulk.sealed(model, key, values)}
                        for key, values in keyed))  # fmt: skip


def happened(origin: dict[str, str]) -> int:
    """The code at which a packet's records count; 0 where it names none, or a place of ours: a packet comes from outside,
    and whoever writes one may say what they like, but not change the figures of a county here."""
    said = origin.get("code", "")
    if not (said.isascii() and said.isdigit() and len(said) == 12):
        return 0
    ours = Place.objects.filter(level=Level.PROVINCE, code=at_level(int(said), Level.PROVINCE)).exists()
    return 0 if ours else int(said)
