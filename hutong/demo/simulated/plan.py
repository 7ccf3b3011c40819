"""Which counties take part, how many children live in each village, and which numbers are whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hutong.demo.draws import apportion
from hutong.demo.villages import SEED, Village, of_unit
from hutong.places.codes import WIDTH, Level
from hutong.places.models import Place

# Fewer children than this for a village of a province: then fewer counties take part, not emptier villages.
USUAL = 8
# Counties differ: of a median of one, most have between half and twice as many children to a village.
SIGMA = 0.45


@dataclass(frozen=True)
class Home:
    """A village, its place's stable id, how many children live there, and how many live in villages before it."""

    village: Village
    stream: int
    children: int
    before: int


@dataclass(frozen=True)
class County:
    """A county with its villages. nth: a number of its own within the province. stream: its place's stable id."""

    code: int
    nth: int
    stream: int
    homes: tuple[Home, ...]

    @property
    def children(self) -> int:
        return sum(home.children for home in self.homes)


def counties(children: int, province: int) -> list[County]:
    """The counties that take part, in the order of their codes; the same for the same number of children."""
    found = dict(sorted(_by_county(province).items()))
    numbers = {code: nth for nth, code in enumerate(found)}
    chosen = {code: found[code] for code in _chosen(found, children)}
    streams = _streams(province)
    counts = iter(apportion(children, [_weight(village) for group in chosen.values() for village in group]))
    made, before = [], 0
    for code, group in chosen.items():
        homes = []
        for village in group:
            homes.append(Home(village, streams[village.code], next(counts), before))
            before += homes[-1].children
        made.append(County(code, numbers[code], streams[code], tuple(homes)))
    return made


def _by_county(province: int) -> dict[int, list[Village]]:
    found: dict[int, list[Village]] = {}
    for village in of_unit(province * WIDTH[Level.PROVINCE]):
        found.setdefault(village.county_code, []).append(village)
    return found


def _chosen(found: dict[int, list[Village]], children: int) -> Iterator[int]:
    """Codes of the counties in order; all, unless there are too few children for them."""
    order = list(found)
    Random(f"{SEED}-counties").shuffle(order)
    taken, villages = {order[0]}, len(found[order[0]])
    for code in order[1:]:
        if (villages := villages + len(found[code])) * USUAL > children:
            break
        taken.add(code)
    return (code for code in found if code in taken)


def _weight(village: Village) -> float:
    return village.weight * Random(f"{SEED}-county-{village.county_code}").lognormvariate(0, SIGMA)


def _streams(province: int) -> dict[int, int]:
    low = province * WIDTH[Level.PROVINCE]
    inside = Place.objects.filter(code__gte=low, code__lt=low + WIDTH[Level.PROVINCE])
    return dict(inside.values_list("code", "id"))
