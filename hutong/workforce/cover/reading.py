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
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.workforce.cover.schemas import TurnPerson, TurnRow
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
    rows = Turn.objects.within(grant).filter(place=place, seat__in=NIGHT, period__contains=day)
    return {one.seat: (one.by.person.name, unsealed(one, "voice") or "") for one in _whole(rows) if stands(one, day)}


def night_gaps(grant: Grant, place: int, first: date, nights: int) -> list[tuple[date, str]]:
    """Which seats of some nights are empty: (day on which the night begins, seat)."""
    asked = [first + timedelta(n) for n in range(nights)]
    return [(day, seat) for day in asked for there in [night(grant, place, day)] for seat in NIGHT if seat not in there]


def described(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What a gap is, in words."""
    rows = _whole(plain(Turn).filter(Q(pk__in=subjects)))
    return {
        one.pk: f"{one.away.person.name}{Turn.Why(one.why).label}（{one.period.lower} 至 {one.period.upper - timedelta(1)}），"
        + ("还没有人代班" if one.by is None else f"代班的{one.by.person.name}也不在岗")
        for one in rows
    }
