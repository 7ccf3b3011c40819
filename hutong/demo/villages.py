"""The three units of the demo world, their real villages, and how well each is looked after."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hutong.demo.draws import weighted
from hutong.places.codes import Level, at_level, covers, interval
from hutong.places.models import Place

SEED = "护童"
ANTU, NONGAN, CHANGBAISHAN = 222426_000000, 220122_000000, 229800_000000
JILIN = 22 * 10**10
UNITS = (ANTU, NONGAN, CHANGBAISHAN)
# How the names of prefectures end; the registers of places also have 市辖区, 县 and 省直辖县级行政区划 at their level.
REAL = ("市", "州", "盟", "地区")
LIKE = {2224 * 10**8: ANTU, 2298 * 10**8: CHANGBAISHAN}
# 万宝镇, 亮兵镇, 靠山镇: offices before their first ledger, so no child is there yet.
EMPTY = (222426_105000, 222426_106000, 220122_103000)
# First six digits of ID numbers where Hutong's code is not the national one.
ID_COUNTY = {229801: 222426, 229802: 220621, 229803: 220621}
# How reliably a township's directors do what is due, and how many townships are like that.
DILIGENCE = {0.985: 0.62, 0.94: 0.26, 0.72: 0.12}
BAD_VILLAGE, BAD = 0.025, 0.2


@dataclass(frozen=True)
class Village:
    """One village of the demo world. label: as addresses write it; address: from the county down. cities: of its province,
    where parents work; none for those of 吉林省, whose shares are known (words.PROVINCE)."""

    code: int
    label: str
    township: str
    county: str
    diligence: float
    weight: float
    province: str = "吉林省"
    cities: tuple[str, ...] = ()

    @property
    def township_code(self) -> int:
        return at_level(self.code, Level.TOWNSHIP)

    @property
    def county_code(self) -> int:
        return at_level(self.code, Level.COUNTY)

    @property
    def unit(self) -> int:
        """Which of the three units it belongs to."""
        return next(unit for unit in UNITS if covers(unit, self.code))

    @property
    def like(self) -> int:
        """Whose people its own resemble: 延边's and 长白山's theirs, everybody else's 农安县's."""
        return LIKE.get(at_level(self.code, Level.PREFECTURE), NONGAN)

    @property
    def address(self) -> str:
        above = "长白山" + self.county if self.county == self.township else self.county + self.township
        return above + self.label

    @property
    def id_county(self) -> int:
        """Six digits with which its people's ID numbers begin."""
        return ID_COUNTY.get(self.code // 10**6, self.code // 10**6)


def villages() -> list[Village]:
    """All villages of the three units, in the order of their codes; needs the places of province 22."""
    return [village for unit in UNITS for village in of_unit(unit, EMPTY)]


def townships(found: list[Village]) -> list[int]:
    """Codes of the townships that the villages belong to."""
    return sorted({village.township_code for village in found})


def of_unit(unit: int, empty: Collection[int] = ()) -> Iterator[Village]:
    """All villages of a unit, in the order of their codes. empty: townships without a child yet."""
    low, high = interval(unit)
    places = list(Place.objects.filter(code__gte=low, code__lt=high).order_by("code"))
    names = {place.code: place.name for place in places}
    around = (
        {}
        if covers(JILIN, unit)
        else {"province": names.get(at_level(unit, Level.PROVINCE), ""), "cities": cities_of(places)}
    )
    for place in places:
        if place.level == Level.VILLAGE:
            yield _village(place, names, empty, around)


def cities_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Names of the prefectures; of the counties where there are none but 市辖区 and 县, as in 北京市."""
    found = {
        level: [place.name for place in places if place.level == level] for level in (Level.PREFECTURE, Level.COUNTY)
    }
    return tuple(name for name in found[Level.PREFECTURE] if name.endswith(REAL)) or tuple(found[Level.COUNTY])


def _village(place: Place, names: dict[int, str], empty: Collection[int], around: dict[str, Any]) -> Village:
    township, county = at_level(place.code, Level.TOWNSHIP), at_level(place.code, Level.COUNTY)
    label = label_of(place.name)
    return Village(
        code=place.code,
        label=label,
        township=names[township],
        county=names[county],
        diligence=_diligence(place.code, township),
        weight=0.0 if township in empty else _weight(place.code, township, label),
        **around,
    )


def label_of(name: str) -> str:
    """万宝村村委会, 新立村委会（特殊） → 万宝村, 新立村."""
    bare = re.sub(r"[（(].*?[）)]", "", name)
    return re.sub(r"村*(村委会|村民委员会)$", "村", re.sub(r"(居委会|居民委员会)$", "社区", bare)).replace(
        "社区社区", "社区"
    )


def _diligence(village: int, township: int) -> float:
    usual = weighted(Random(f"{SEED}-diligence-{township}"), DILIGENCE)
    return BAD if Random(f"{SEED}-diligence-{village}").random() < BAD_VILLAGE else usual


def _weight(village: int, township: int, label: str) -> float:
    """How many children, in proportion: villages differ, towns' communities have few left behind."""
    size = Random(f"{SEED}-size-{township}").uniform(0.6, 1.5) * Random(f"{SEED}-size-{village}").gammavariate(2.2, 1)
    return size * (0.35 if label.endswith("社区") else 1.0)
