"""Shares and sessions."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("share")
def _share(place: int, made: Made) -> Any:
    return kept(_shared(place, made, kind="referral"))


@makes("glass")
def _glass(place: int, made: Made) -> Any:
    return kept(_shared(place // 10**6 * 10**6, made, kind="break_glass", person=NOBODY))


def _shared(place: int, made: Made, **more: Any) -> Any:
    from datetime import timedelta

    from hutong.accounts.models import Share
    from hutong.ground import clock

    now = clock.now()
    lasts = {"given_at": now, "until": now + timedelta(1), "purpose": "核实情况", "parts": ["child"]}
    return Share(child=made("child"), place=place, organisation_id=made("organisation"), **lasts, **more)


@makes("session")
def _session(place: int, made: Made) -> Any:
    """Somebody else's, wherever it is: nobody ends it but that person."""
    from hutong.accounts.models import Post, Presence
    from hutong.ground import clock

    person = Post.objects.within(system()).get(pk=made("post_id")).person
    at = {"began_at": clock.now(), "seen_at": clock.now()}
    return Presence.objects.create(person=person, address="192.0.2.1", device="", how="password", **at).pk
