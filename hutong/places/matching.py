"""Which village a ledger's text means. Pure rules over lists of names; villages.py fetches the lists.

In order: the exact name inside the unit the ledger is for; the name without its suffix (村委会, 居委会, 社区, 村)
inside; the same behind names of units above (万宝镇新立村); then whether the text names a place outside. What 村 or 居
says is kept: 靠山 is ambiguous where 靠山村委会 and 靠山居委会 exist, 靠山村 is not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from hutong.places.codes import Level, covers, interval, level_of
from hutong.places.names import PLACEHOLDERS, aliases, normalise, short_name
from hutong.places.village_list import EVERYWHERE, Bounds, Names, Village, within

# 新立村三组, 新立村2社: a group of villagers is no unit of its own.
_GROUP = re.compile(r"第?[0-9一二三四五六七八九十百]+(?:村民小组|小组|组|社|队|屯)$")


class Unit(NamedTuple):
    """A unit above the village."""

    code: int
    name: str
    level: int


class Status(StrEnum):
    """What the text says: a village of the unit, none, several, or one outside."""

    FOUND = "found"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    OUTSIDE = "outside"


class Match(NamedTuple):
    """The answer for one text. The codes are set only when found; candidates are what else could be meant."""

    status: Status
    place_code: int | None = None
    statistical_code: int | None = None
    candidates: tuple[Village, ...] = ()


class VillageIndex:
    """Matches texts of one ledger against the villages below `place` and the rest of its county.

    villages: those of the whole county (of the whole unit where it is larger). units: the units above villages
    that a text may name: those in and above the county, and other counties.
    """

    def __init__(self, place: int, villages: Iterable[Village], units: Iterable[Unit]) -> None:
        listed = list(villages)
        inside = [village for village in listed if covers(place, village.code)]
        self.bounds = [interval(place)]
        self.inside = Names(inside)
        self.outside = Names(village for village in listed if not covers(place, village.code))
        self.by_code = {code: village for village in listed for code in village[:2] if code}
        self.own = inside[-1] if level_of(place) == Level.VILLAGE and inside else None
        self.units = _unit_names(place, units)
        self.longest = max(map(len, self.units), default=0)
        self._known: dict[str, Match] = {}

    def match(self, text: str | None) -> Match:
        """What one cell of a ledger means; each distinct text is worked out once."""
        wanted = text or ""
        if wanted not in self._known:
            self._known[wanted] = self._match(normalise(wanted))
        return self._known[wanted]

    def unit(self, text: str) -> str:
        """What the whole name of a unit above the village is to this ledger's: own (itself or above it), inside, outside, unknown."""
        named = self.units.get(normalise(text), [])
        (low, high), *_ = self.bounds
        if any(unit[0] <= low and high <= unit[1] for unit in named):
            return "own"
        return "inside" if _common(named, self.bounds) else "outside" if named else "unknown"

    def _match(self, text: str) -> Match:
        if not text:
            return _decide([self.own]) if self.own else Match(Status.UNKNOWN)
        if text.isdecimal():
            return self._of_code(int(text))
        match = self._of_name(text)
        shorter = _GROUP.sub("", text)
        return self._of_name(shorter) if match.status == Status.UNKNOWN and shorter not in ("", text) else match

    def _of_code(self, code: int) -> Match:
        village = self.by_code.get(code)
        if village is None:
            return Match(Status.UNKNOWN)
        return _decide(within([village], self.bounds)) if within([village], self.bounds) else _outside([village])

    def _of_name(self, text: str) -> Match:
        inside = self.inside.find(text, self.bounds)
        if inside.villages and inside.certain:
            return _decide(inside.villages)
        rest = text
        for bounds, rest in self._units_named(text):
            if match := self._in_unit(bounds, rest):
                return match
        elsewhere = self.outside.find(text, EVERYWHERE)
        certain = elsewhere.villages if elsewhere.certain else []
        if inside.villages:
            return _decide([*inside.villages, *certain])
        if len(certain) == 1:
            return _outside(certain)
        return Match(Status.UNKNOWN, candidates=self.inside.alike(rest) or self.outside.alike(rest))

    def _units_named(self, text: str) -> Iterator[tuple[list[Bounds], str]]:
        """The units whose names the text begins with, outermost first, each with what is left of the text."""
        bounds = EVERYWHERE
        while step := self._next_unit(text, bounds):
            bounds, text = step
            yield step

    def _next_unit(self, text: str, bounds: list[Bounds]) -> tuple[list[Bounds], str] | None:
        for length in range(min(self.longest, len(text)), 1, -1):
            named = self.units.get(text[:length], [])
            if inner := [unit for unit in named if unit not in bounds and _common([unit], bounds) == [unit]]:
                return inner, text[length:]
        return None

    def _in_unit(self, bounds: list[Bounds], rest: str) -> Match | None:
        own = _common(bounds, self.bounds)
        if not own:
            return _outside(self.outside.find(rest, bounds).villages)
        if inside := self.inside.find(rest, own).villages:
            return _decide(inside)
        elsewhere = self.outside.find(rest, bounds)
        return _outside(elsewhere.villages) if len(elsewhere.villages) == 1 and elsewhere.certain else None


def _decide(villages: list[Village]) -> Match:
    # A village may stand in the list under a name or code of before, too.
    if len({village.code for village in villages}) > 1:
        return Match(Status.AMBIGUOUS, candidates=tuple(villages))
    village = villages[0]
    return Match(Status.FOUND, village.code, village.statistical_code, (village,))


def _outside(villages: list[Village]) -> Match:
    return Match(Status.OUTSIDE, candidates=tuple(villages))


def _common(some: list[Bounds], others: list[Bounds]) -> list[Bounds]:
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others]
    return [(low, high) for low, high in both if low < high]


def _unit_names(place: int, units: Iterable[Unit]) -> dict[str, list[Bounds]]:
    """Full names of all units; short names only of those in or above the place, where they cannot mislead."""
    names: dict[str, list[Bounds]] = defaultdict(list)
    for unit in units:
        related = covers(unit.code, place) or covers(place, unit.code)
        spoken = aliases(unit.name, unit.level) - (set() if related else {short_name(unit.name, unit.level)})
        for name in (spoken | {unit.name}) - PLACEHOLDERS:
            names[normalise(name)].append(interval(unit.code))
    return names
