"""What a share opens, loosened: for how long, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.access import floor, table
from tests.access.asking import questions, wrong
from tests.access.mutant import Mutant
from tests.access.mutants_database import opened_policy
from tests.access.world import World


def shares(world: World) -> list[Mutant]:
    """What a share opens: for how long, and to whom."""
    from django.db.models import Q

    from hutong.accounts import context
    from hutong.accounts import shares as read
    from hutong.accounts.managers import plain
    from hutong.accounts.models import Share

    asked = [one for one in questions(table.routes()) if one.state == "active" and one.route.reach == "shared"]
    expired = [
        one for one in asked if one.relation == "expired share" and one.route.permission in one.caller.permissions
    ]
    kept = context.open_child

    def notices() -> bool:
        return any(wrong(world, one) for one in expired[:12])

    def opens_all(child: Any, *olds: Any) -> None:
        everyone = [world.ids[spot]["child"] for spot in world.ids]
        kept(child, *everyone)

    def sees_foreign() -> bool:
        with context.within(floor.grant(world)):
            context.open_child(world.ids[floor.COUNTY]["child"])
            from hutong.ground import query

            return any(floor.outside(place) for (place,) in query.rows("SELECT DISTINCT place FROM children_child"))

    @contextmanager
    def for_ever() -> Iterator[None]:
        every = lambda grant: plain(Share).all()  # noqa: E731  # a stand-in for the function
        with (
            patch.object(read, "in_force", lambda: Q()),
            opened_policy("accounts_share", "receivers")(),
            patch.object(read, "live", every),
        ):
            yield

    return [
        Mutant("a share that never ends", for_ever, notices),
        Mutant("open_child opens all", lambda: patch.object(context, "open_child", opens_all), sees_foreign),
    ]
