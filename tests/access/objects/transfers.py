"""Packets to and from other deployments (transfers/packets)."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import CHILD, DAY
from tests.access.objects.making import Made, kept, makes


def _packet_file(place: int) -> Any:
    from hutong.documents import store
    from hutong.journal.actions import operation
    from tests.access.packets import from_elsewhere

    with operation("tests.kept"):
        return store.keep(place, "护童转入.htp", from_elsewhere()).pk


@makes("packet_partner")
def _packet_partner(place: int, made: Made) -> Any:
    from hutong.transfers.models import Partner

    said = f"{place:024}"
    return kept(Partner(place=place, name="外省", key=said, fingerprint=said, checked_with="", added_on=DAY))


@makes("packet_out")
def _packet_out(place: int, made: Made) -> Any:
    from hutong.accounts.managers import plain
    from hutong.transfers.models import PacketOut, Partner
    from tests.access.packets import elsewhere

    public = elsewhere().public
    partner = plain(Partner).filter(fingerprint=public.fingerprint).first()
    if partner is None:
        partner = Partner(
            place=place, name="外省", key=public.text, fingerprint=public.fingerprint, checked_with="", added_on=DAY
        )
        kept(partner)
    return kept(
        PacketOut(
            child_id=made("child"), place=place, partner=partner, reason="转出", made_on=DAY, file=_packet_file(place)
        )
    )


@makes("packet_in")
def _packet_in(place: int, made: Made) -> Any:
    from hutong.accounts.models import new_id
    from hutong.transfers.models import PacketIn
    from tests.access.packets import elsewhere

    sender = {
        "sender_key": elsewhere().public.text,
        "fingerprint": elsewhere().public.fingerprint,
        "sender_name": "外省",
    }
    return kept(PacketIn(id=new_id(), place=place, name=CHILD, uploaded_on=DAY, file=_packet_file(place), **sender))
