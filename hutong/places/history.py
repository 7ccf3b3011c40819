"""Codes and names that units had before: old ones resolve to today's unit, and figures of the past find theirs."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from hutong.places.codes import covers, interval
from hutong.places.models import Former, Place


class Span(NamedTuple):
    """A unit's interval of codes for a while; None is open, and both days count."""

    low: int
    high: int
    since: date | None
    until: date | None


def current_code(code: int) -> int:
    """Today's code of the unit that has or last had a code; the code itself where none ever did."""
    if Place.objects.filter(code=code).exists():
        return code
    return former_codes([code]).get(code, code)


def former_codes(codes: Collection[int]) -> dict[int, int]:
    """Former code → today's code of the unit, for those that no unit has today."""
    found = Former.objects.filter(code__in=codes).order_by("until", "pk").values_list("code", "place__code")
    return dict(found)


def former_names(codes: Collection[int]) -> dict[int, str]:
    """Former code → the name that stood with it last."""
    return dict(Former.objects.filter(code__in=codes).order_by("until", "pk").values_list("code", "name"))


def code_on(code: int, day: date) -> int:
    """The code that today's unit had on a day: where a thing told late belongs in the figures of its day."""
    former = _formers(code).filter(until__gt=day).order_by("until", "pk").first()
    return former.code if former else code


def name_on(code: int, day: date) -> str:
    """The name that today's unit had on a day, '' where there is no such unit."""
    former = _formers(code).filter(until__gt=day).order_by("until", "pk").first()
    return former.name if former else Place.objects.filter(code=code).values_list("name", flat=True).first() or ""


def spans(code: int, first: date, last: date) -> list[Span]:
    """Under which codes records of a period stand for today's unit. A day of change belongs to both."""
    held = _formers(code).filter(Q(since=None) | Q(since__lte=last), until__gte=first).order_by("until", "pk")
    found = [Span(*interval(one.code, one.level), one.since, one.until) for one in held]
    changed = _formers(code).order_by("-until", "-pk").values_list("until", flat=True).first()
    return [*found, Span(*interval(code), changed, None)] if changed is None or changed <= last else found


class Was(NamedTuple):
    """One unit's code until a day, and its code today."""

    until: date
    unit: int
    then: int
    now: int


def since(day: date) -> list[Was]:
    """What had another code on some day from this one on, the latest first. A merged unit is its successor, then too:
    what stood in the two cannot be told apart any more."""
    found = Former.objects.filter(until__gt=day, stable_id=F("place_id"))
    rows = found.order_by("-until", "-pk").values_list("until", "stable_id", "code", "place__code")
    return [Was(*row) for row in rows]


def inside(unit: int, day: date, changed: Sequence[Was]) -> list[tuple[int, int]]:
    """Today's codes of what stood in today's unit on a day, as half-open intervals. changed: `since` an earlier day."""
    was = {one.unit: one for one in changed if one.until > day}
    then = next((one.then for one in was.values() if one.now == unit), unit)
    low, high = interval(then)
    came = [one.now for one in was.values() if covers(unit, one.now) and not low <= one.then < high]
    left = [one.now for one in was.values() if low <= one.then < high and not covers(unit, one.now)]
    return _without(interval(unit), _blocks(came)) + _blocks(left)


def _blocks(codes: Collection[int]) -> list[tuple[int, int]]:
    """Intervals of some units: one of a unit that is there with all below it, else its own code alone."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if not found or code >= found[-1][1]:
            low, high = interval(code)
            whole = Place.objects.filter(code__gte=low, code__lt=high).count() == sum(low <= c < high for c in codes)
            found.append((low, high) if whole else (code, code + 1))
    return found


def _without(whole: tuple[int, int], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [whole[0], *(edge for hole in holes for edge in hole), whole[1]]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def _formers(code: int):
    return Former.objects.filter(stable_id__in=Place.objects.filter(code=code).values("id"))
