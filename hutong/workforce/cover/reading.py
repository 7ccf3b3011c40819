"""Who stands in today and in days to come, and where nobody does."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from hutong.accounts import phones, positions, withheld
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.ground import clock
from hutong.ground.days import days
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.workforce.cover.schemas import Night, NightSeat, TurnPerson, TurnRow
from hutong.workforce.models import Turn

NIGHT = (Turn.Seat.NIGHT_FIRST, Turn.Seat.NIGHT_SECOND)


def page(grant: Grant, after: str | None) -> dict[str, Any]:
    """Turns (schemas.py) of a grant that are not over, the earliest first."""
    rows = Turn.objects.within(grant).filter(seat=Turn.Seat.COVER, period__endswith__gt=clock.today())
    found, foot = positions.listed(_whole(rows).annotate(since=Lower("period")), ("since", "id"), after)
    return {"items": [_row(one, places) for places in [named.refs({t.place for t in found})] for one in found], **foot}


def _whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("away__person", "by__person", "opened")


def _row(turn: Any, places: Any) -> TurnRow:
    return TurnRow(
        id=turn.pk,
        place=places[turn.place],
        away=_person(turn.away),
        by=_person(turn.by),
        since=turn.period.lower,
        until=turn.period.upper,
        why=Turn.Why(turn.why).label if turn.why else "",
        gap=not stands(turn, max(clock.today(), turn.period.lower)),
    )


def _person(post: Any) -> TurnPerson | None:
    if post is None:
        return None
    withheld.load([post.person])
    return TurnPerson(
        name=post.person.name, role_name=post.get_role_display(), phone=phones.masked(phones.of(post.person))
    )


def stands(turn: Any, day: date) -> bool:
    """Whether somebody stands there on a day; as GAP (duties.py) asks it of sets."""
    by = turn.opened or turn.by
    if by is None or day not in by.period or turn.by is None or day not in turn.by.period:
        return False
    away = plain(Turn).filter(seat=Turn.Seat.COVER, away__person=turn.by.person_id, period__contains=day)
    return not away.exists()


def night(grant: Grant, place: int, day: date) -> dict[str, tuple[str, str]]:
    """Who stands in a unit's night that begins on a day: seat → (name, voice number)."""
    [there] = nights(grant, place, day, 1)
    return {one.seat: (one.name, one.voice) for one in there.seats if not one.gap}


def nights(grant: Grant, place: int, first: date, count: int) -> list[Night]:
    """So many nights of a unit, each with its two seats; a gap is a seat in which nobody stands that night."""
    asked = [first + timedelta(n) for n in range(count)]
    rows = Turn.objects.within(grant).filter(
        place=place, seat__in=NIGHT, period__overlap=days(first, asked[-1] + timedelta(1))
    )
    named = {(one.seat, day): one for one in _whole(rows) for day in asked if day in one.period}
    return [
        Night(on=day, seats=[_seat(seat.value, named.get((seat.value, day)), day) for seat in NIGHT]) for day in asked
    ]


def _seat(seat: Any, turn: Any, day: date) -> NightSeat:
    if turn is None:
        return NightSeat(seat=seat, turn=None, name="", voice="", gap=True)
    voice = unsealed(turn, "voice") or ""
    return NightSeat(seat=seat, turn=turn.pk, name=turn.by.person.name, voice=voice, gap=not stands(turn, day))


def described(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What a gap is, in words."""
    rows = _whole(plain(Turn).filter(Q(pk__in=subjects)))
    return {
        one.pk: f"{one.away.person.name}{Turn.Why(one.why).label}（{one.period.lower} 至 {one.period.upper - timedelta(1)}），"
        + ("还没有人代班" if one.by is None else f"代班的{one.by.person.name}也不在岗")
        for one in rows
    }
