"""Looks."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import NOBODY, Made, makes


@makes("look")
def _look(place: int, made: Made) -> Any:
    from hutong.accounts import context
    from hutong.accounts.managers import plain
    from hutong.ground import clock
    from hutong.journal.models import View

    context.set_context(person=str(NOBODY))
    look = plain(View).create(at=clock.now(), person=NOBODY, post=NOBODY, child=made("child"), place=place, kind="open")
    context.set_context(person="")
    return look.pk
