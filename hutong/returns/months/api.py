"""Routes of closed months (A2-3)."""

import uuid
from datetime import date
from typing import Any

from ninja import Query, Router

from hutong.accounts import positions
from hutong.accounts.http import Problem, Request, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.places import refs as named
from hutong.returns.months import calendar, compare, unit
from hutong.returns.months import schemas as s
from hutong.returns.out import exceptions

router = Router(tags=["months"])
PAGE = 50


@router.get("/months", response=s.ClosedMonths)
@permits(Permission.CHILD_READ)
def months(request: Request, place: int | None = None) -> Any:
    grant, code = place_in(request.grant, place)
    now = calendar.first(clock.today())
    return {
        "place": named.refs([code])[code],
        "months": unit.months(),
        "closing": f"{now:%Y-%m}",
        "closes_on": calendar.following(now),
        "exceptions": exceptions.open_count(grant),
    }


@router.get("/months/compare", response=s.Comparison)
@permits(Permission.CHILD_READ)
def compared(request: Request, asked: Query[s.CompareIn]) -> Any:
    grant, code = place_in(request.grant, asked.place)
    pair = compare.pair(grant, code, _closed("first", asked.first), _closed("last", asked.last))
    items, following = compare.page(pair, asked.kind, _position(asked.after), PAGE)
    told = compare.summary(pair)
    counts = [one["count"] for one in told["kinds"] if asked.kind in ("", one["key"])]
    return told | {
        "place": named.refs([code])[code],
        "items": items,
        "total": sum(counts),
        "next": positions.encode(*following) if following else None,
    }


def _closed(field: str, text: str) -> date:
    month = unit.closed(text)
    if month is None:
        sentence = "这个月的台账还没有结转，请换一个月份。"
        raise Problem(422, sentence, "invalid", [(field, sentence)])
    return month


def _position(after: str | None) -> tuple[int, uuid.UUID] | None:
    if not after:
        return None
    place, child = positions.decode(after)
    try:
        return int(place) % 10**12, uuid.UUID(child)
    except ValueError:
        raise positions.refused() from None
