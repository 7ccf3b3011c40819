"""Figures of a past day: counted where things stood then, though a unit got another code or a child moved since (ADR 17).

Records carry the place of today. What a unit held on a day is found back from the two that moved them: changes of places
(places/history.py) and moves of children. Where nothing changed, the bounds are those of the grant and nothing is added.
"""

import itertools
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from hutong.accounts import context
from hutong.accounts.grants import Bounds, Grant
from hutong.ground import query
from hutong.places import history
from hutong.places.codes import interval
from hutong.places.history import Was

# Moves since a day that led over the border of some intervals, and whether out of them or in.
CROSSED = """
SELECT child_id, decided_on, %(bounds)s::int8multirange @> place FROM transfers_move
WHERE status = 'accepted' AND decided_on > %(day)s
  AND (%(bounds)s::int8multirange @> place) <> (%(bounds)s::int8multirange @> to_place)
ORDER BY decided_on, id
"""
Crossing = tuple[uuid.UUID, date, bool]


@dataclass(frozen=True)
class Then:
    """One day of a grant: today's intervals of what stood in its places, the children inside now who were not there then,
    and those who were and have gone since."""

    day: date
    bounds: tuple[Bounds, ...]
    came: list[uuid.UUID]
    left: list[uuid.UUID]

    def rounds(self) -> Q:
        """Rounds of duties that stood there: those about a child itself go where it goes while they are open."""
        about = Q(subject=F("child"))
        return (self.stood() & ~(about & Q(child__in=self.came))) | (about & Q(child__in=self.left))

    def stood(self) -> Q:
        """What never follows a child: rounds that were closed, and whatever is about a place."""
        found = Q(pk__in=[])
        for low, high in self.bounds:
            found |= Q(place__gte=low, place__lt=high)
        return found


class Past:
    """The past of a grant's places since a day. Read inside `reading()`, which lets what has left be counted."""

    def __init__(self, grant: Grant, since: date) -> None:
        self.grant, self.since = grant, since
        self._moves: dict[tuple[Bounds, ...], list[Crossing]] = {}
        self.changed: Sequence[Was] = history.since(since)

    def on(self, day: date) -> Then:
        """The evening of a day."""
        bounds = self._bounds(day)
        first: dict[uuid.UUID, bool] = {}
        last: dict[uuid.UUID, bool] = {}
        for child, decided, out in self._crossings(bounds):
            if decided > day and child not in self.grant.avoids:
                first.setdefault(child, out)
                last[child] = not out
        came = [child for child, now in last.items() if now and not first[child]]
        return Then(day, bounds, came, [child for child, now in last.items() if first[child] and not now])

    def _crossings(self, bounds: tuple[Bounds, ...]) -> list[Crossing]:
        """All since the first day, asked once for all days with the same intervals."""
        if bounds not in self._moves:
            listed = "{" + ",".join(f"[{low},{high})" for low, high in bounds) + "}"
            asked = {"day": self.since, "bounds": listed}
            self._moves[bounds] = query.rows(CROSSED, asked)  # type: ignore[assignment]  # three columns
        return self._moves[bounds]

    def between(self, first: date, following: date) -> list[tuple[date, date, Then]]:
        """A half-open span of days cut where a unit changed its code, each piece with its bounds."""
        cuts = sorted({one.until for one in self.changed if first < one.until < following})
        edges = [first, *cuts, following]
        return [(a, b, Then(a, self._bounds(a), [], [])) for a, b in itertools.pairwise(edges)]

    def _bounds(self, day: date) -> tuple[Bounds, ...]:
        if not self.changed:
            return self.grant.bounds
        return tuple(part for place in self.grant.places for part in history.inside(place, day, self.changed))

    def as_now(self, bounds: tuple[Bounds, ...]) -> bool:
        """Whether a day's intervals are those of today."""
        return not self.changed or set(bounds) == {interval(place) for place in self.grant.places}

    @contextmanager
    def reading(self) -> Iterator["Past"]:
        """Counts only: some of what was here then stands outside the places today."""
        with context.everywhere():
            yield self


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(1)
