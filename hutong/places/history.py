"""Codes and names that units had before: old ones resolve to today's unit, and figures of the past find theirs."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from hutong.places.codes import interval
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


def _formers(code: int):
    return Former.objects.filter(stable_id__in=Place.objects.filter(code=code).values("id"))
