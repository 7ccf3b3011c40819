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

from hutong.accounts import scope
from hutong.accounts.scope import Bounds, Grant
from hutong.config import query
from hutong.places import history
from hutong.places.codes import interval
from hutong.places.history import Was

# Children whose way since a day led over the border of some intervals: inside at first, and inside in the end.
CROSSED = """
SELECT child_id, (array_agg(inside ORDER BY decided_on, id))[1], (array_agg(NOT inside ORDER BY decided_on DESC, id DESC))[1]
FROM (SELECT child_id, decided_on, id, %(bounds)s::int8multirange @> place AS inside FROM children_move
      WHERE status = 'accepted' AND decided_on > %(day)s
        AND (%(bounds)s::int8multirange @> place) <> (%(bounds)s::int8multirange @> to_place)) m
GROUP BY child_id
"""


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
        self.grant = grant
        self.changed: Sequence[Was] = history.since(since)

    def on(self, day: date) -> Then:
        """The evening of a day."""
        bounds = self._bounds(day)
        wanted = {"day": day, "bounds": "{" + ",".join(f"[{low},{high})" for low, high in bounds) + "}"}
        crossed = [row for row in query.rows(CROSSED, wanted) if row[0] not in self.grant.avoids]
        came = [child for child, then, now in crossed if now and not then]
        return Then(day, bounds, came, [child for child, then, now in crossed if then and not now])

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
        with scope.everywhere():
            yield self


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(1)
