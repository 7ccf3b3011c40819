"""孩子搬走了: asked for on the phone, to a village of the county; the other end decides, as from the desk."""

import uuid
from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children.sync.whereabouts import locked
from hutong.ground import clock
from hutong.places import refs
from hutong.places.codes import Level, at_level, interval
from hutong.places.models import Place
from hutong.sync import registry
from hutong.transfers.moves import actions
from hutong.transfers.moves.schemas import AskIn


class MoveOfPhone(AskIn):
    """A move with the child that moved."""

    child: uuid.UUID


def start() -> None:
    """Take it, and tell phones which villages there are around them."""
    registry.document(registry.Document("around", _around))
    registry.verb(
        registry.Verb("moves.ask", "申请迁移", MoveOfPhone, _ask, lambda sent: sent.child, _show, retarget=False)
    )


def _ask(grant: Grant, sent: MoveOfPhone, based_on: int | None) -> registry.Applied:
    child = locked(grant, sent.child)
    move = actions.ask(grant, child, sent.to, sent.reason, hukou=sent.hukou)
    return registry.Applied(child.pk, move.place, move.pk)


def _show(grant: Grant, sent: MoveOfPhone) -> list[tuple[str, str, str]]:
    return [("迁往", "", refs.path_text(sent.to)), ("原因", "", sent.reason)]


def _around(grant: Grant) -> list[dict[str, Any]]:
    """The townships of the grant's counties, each with its villages."""
    counties = sorted({at_level(place, Level.COUNTY) for place in grant.places})
    return [township for county in counties for township in _inside(county, clock.today())]


@lru_cache(maxsize=256)
def _inside(county: int, day: date) -> list[dict[str, Any]]:
    """Asked at every pull, and another at most once a day."""
    low, high = interval(county)
    places = Place.objects.filter(code__gte=low, code__lt=high).order_by("code")
    villages: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for place in places.filter(level=Level.VILLAGE):
        villages[at_level(place.code, Level.TOWNSHIP)].append({"code": place.code, "name": place.name})
    townships = places.filter(level=Level.TOWNSHIP)
    return [{"code": one.code, "name": one.name, "villages": villages[one.code]} for one in townships]
