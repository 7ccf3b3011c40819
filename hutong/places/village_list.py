"""Villages by name: exact, by stem, by what is left of the stem. The lists that matching.py asks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hutong.places.codes import END
from hutong.places.names import Kind, Stem, core, normalise, stem_of

Bounds = tuple[int, int]
EVERYWHERE: list[Bounds] = [(0, END)]


class Village(NamedTuple):
    """A village-level unit: Hutong's code, today's national code (None if the list lacks it), full name."""

    code: int
    statistical_code: int | None
    name: str


class Sure(NamedTuple):
    """Villages a text fits, and whether by the name itself rather than by a guess (史家村 for 史家屯村委会)."""

    villages: list[Village]
    certain: bool


def said(text: str) -> Stem:
    """The stem of what somebody wrote, and the kind it says: a 屯 is part of a 村, 靠山居 is 靠山居委会."""
    stem, kind = stem_of(text)
    if kind == Kind.UNSAID and stem.endswith("屯"):
        return Stem(stem, Kind.RURAL)
    if kind == Kind.UNSAID and stem.endswith("居") and len(stem) > 2:
        return Stem(stem[:-1], Kind.URBAN)
    return Stem(stem, kind)


class Names:
    """Villages by exact name, by stem and by what is left of the stem without 村 or 屯."""

    def __init__(self, villages: Iterable[Village]) -> None:
        self.exact: dict[str, list[Village]] = defaultdict(list)
        self.stems: dict[str, list[Village]] = defaultdict(list)
        self.cores: dict[str, list[Village]] = defaultdict(list)
        self.kinds: dict[Village, Kind] = {}
        for village in villages:
            stem, self.kinds[village] = stem_of(village.name)
            self.exact[normalise(village.name)].append(village)
            self.stems[stem].append(village)
            self.cores[core(stem)].append(village)

    def find(self, text: str, bounds: list[Bounds]) -> Sure:
        """Villages within the bounds that a normalised text fits, by the strictest rule that fits any."""
        if exact := within(self.exact.get(text, []), bounds):
            return Sure(exact, True)
        if stem_of(text).kind == Kind.UNSAID and (whole := within(self.stems.get(text, []), bounds)):
            return Sure(whole, True)
        stem, kind = said(text)
        named = [*self.stems.get(text, []), *self.stems.get(stem, [])]
        if fitting := self._of_kind(named, kind, bounds):
            return Sure(fitting, True)
        return Sure(self._of_kind(self.cores.get(core(stem), []), kind, bounds), False)

    def alike(self, text: str) -> tuple[Village, ...]:
        """Villages with the same stem whatever the kind, as a hint for the person who must decide."""
        return tuple(dict.fromkeys(self.cores.get(core(said(text).text), [])))

    def _of_kind(self, villages: Iterable[Village], kind: Kind, bounds: list[Bounds]) -> list[Village]:
        inside = within(villages, bounds)
        if kind == Kind.UNSAID:
            return inside
        same = [village for village in inside if self.kinds[village] == kind]
        return same or [village for village in inside if self.kinds[village] == Kind.UNSAID]


def within(villages: Iterable[Village], bounds: list[Bounds]) -> list[Village]:
    """The villages that lie in any of the bounds, each once."""
    inside = (village for village in villages if any(low <= village.code < high for low, high in bounds))
    return list(dict.fromkeys(inside))
