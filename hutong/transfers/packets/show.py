"""Packets as the screen wants them."""

from collections.abc import Iterable
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import identity, masks
from hutong.children.groups import NUMBERS, PHONES
from hutong.children.models import Child
from hutong.documents import store
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField
from hutong.places import refs as named
from hutong.transfers.models import PacketIn, PacketOut, Partner
from hutong.transfers.packets import content, fields, opening
from hutong.transfers.packets import partners as register
from hutong.transfers.packets.content import Incoming
from hutong.transfers.packets.fields import Values

# Shown at length; of the other parts the number of entries says enough for the decision.
SHOWN = ("relatives", "categories", "schooling")


def partners(grant: Grant, found: Iterable[Partner]) -> list[dict[str, Any]]:
    """PartnerOut of entries of the register, which every officer of packets may read."""
    rows = list(found)
    places = named.refs({row.place for row in rows})
    return [_partner(grant, row, places[row.place]) for row in rows]


def partner(grant: Grant, row: Partner) -> dict[str, Any]:
    """PartnerOut of one."""
    return partners(grant, [row])[0]


def _partner(grant: Grant, row: Partner, place: Any) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in (
        "id", "name", "fingerprint", "checked_with", "added_on", "confirmed_on", "confirmed_with")}  # fmt: skip
    return plain | {"added_by": row.added_by_name, "added_at": place, "confirmed_by": row.confirmed_by_name,
                    "may_confirm": register.may_confirm(grant, row), "may_close": register.may_close(grant, row)}  # fmt: skip


def sent(grant: Grant, found: Iterable[PacketOut]) -> list[dict[str, Any]]:
    """OutPacket of packets fetched in scope."""
    rows = list(found)
    children = Child.objects.within(grant).in_bulk({row.child_id for row in rows})  # type: ignore[attr-defined]  # django-types
    return [_sent(row, children.get(row.child_id)) for row in rows]  # type: ignore[attr-defined]  # django-types


def _sent(row: PacketOut, child: Child | None) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in (
        "id", "reason", "status", "made_on", "answered_on", "answer", "their_number", "their_place")}  # fmt: skip
    return plain | {
        "child_id": child.pk if child else None,
        "name": child.name if child else "",
        "number": child.number if child else "",
        "partner": row.partner.name,
        "status_label": PacketOut.Status(row.status).label,
        "made_by": row.made_by_name,
        "days": ((row.answered_on or clock.today()) - row.made_on).days,
    }


def received(row: PacketIn) -> dict[str, Any]:
    """InPacket of one."""
    plain = {name: getattr(row, name) for name in (
        "id", "name", "sender_name", "fingerprint", "status", "uploaded_on", "decided_on", "answer")}  # fmt: skip
    return plain | {
        "child_id": row.child,
        "status_label": PacketIn.Status(row.status).label,
        "uploaded_by": row.uploaded_by_name,
        "days": ((row.decided_on or clock.today()) - row.uploaded_on).days,
    }


def preview(grant: Grant, row: PacketIn) -> dict[str, Any]:
    """PacketPreview of a packet fetched in scope. What is sealed in it is neither shown nor counted."""
    packet, incoming = opening.packet(store.read(grant, row.file)[1])
    sender = plain(Partner).filter(fingerprint=row.fingerprint, closed_on=None).first()
    # Anybody can write a packet to our key: of an unknown sender's it would be a free question whether a number is on file.
    found = opening.known(grant, incoming) if sender and sender.confirmed_on else None
    return {
        "packet": received(row),
        "partner": partner(grant, sender) if sender else None,
        "sender_key": row.sender_key,
        "reason": str(packet.content.get("reason", ""))[:200],
        "made_at": str(packet.content.get("made_at", ""))[:10],
        "officer": incoming.origin.get("officer", ""),
        "groups": list(_groups(incoming)),
        "counts": {part.title: len(incoming.rows[part.key]) for part in content.parts()},
        "known": "here" if found and not row.child else "",
        "alike": _alike(grant, incoming, row, found),
        "unknown": sorted(incoming.unknown),
    }


def _groups(incoming: Incoming) -> Iterable[dict[str, Any]]:
    yield {"title": "儿童本人", "rows": _said(Child, incoming.child)}
    for part in content.parts():
        if part.key in SHOWN:
            for values in incoming.rows[part.key]:
                yield {"title": part.title, "rows": _said(part.model, values)}


def _said(model: Any, values: Values) -> list[list[str]]:
    return [[_label(column), _text(column, values[column.name])] for column in fields.columns(model)
            if values.get(column.name) not in (None, "") and column.name != "number"]  # fmt: skip


def _label(column: Any) -> str:
    return {"period": "起止", "kind": "关系"}.get(column.name, str(column.verbose_name))


def _text(column: Any, value: Any) -> str:
    if isinstance(column, SealedTextField):
        return masks.phone(value) if column.name in PHONES else masks.number(value) if column.name in NUMBERS else value
    if column.name == "period":
        return f"{value.lower} 起" + (f"，{value.upper} 止" if value.upper else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(column.flatchoices).get(value, value))


def _alike(grant: Grant, incoming: Incoming, row: PacketIn, found: identity.Registered | None) -> list[dict[str, Any]]:
    """Files here that may be the same child: of the number, or of name and birth date."""
    child = incoming.child
    same = Child.objects.within(grant).filter(name=child["name"], birth_date=child["birth_date"])
    ids = {one.pk for one in same} | ({found.child} if found else set())
    rows = list(Child.objects.within(grant).filter(pk__in=ids - {row.child}))
    places = named.refs({one.place for one in rows})
    return [{"id": one.pk, "name": one.name, "number": one.number, "place": places[one.place],
             "state": "active" if one.active else "exited"} for one in rows]  # fmt: skip
