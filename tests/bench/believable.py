"""Invented rows of a ledger over real villages: names, numbers and families that pass every check."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from hutong.demo import ages, names, numbers, words
from hutong.demo.draws import weighted
from hutong.demo.names import KOREAN, Generation
from hutong.places.codes import Level, at_level, interval
from hutong.places.models import Place
from hutong.places.villages import VillageNames

SEED = 20261031
SEXES = ("male", "female")
LABELS = {"male": "男", "female": "女"}
ETHNICITY = {"汉族": 91.3, KOREAN: 5.2, "满族": 2.7, "回族": 0.5, "蒙古族": 0.3}
CATEGORIES = {"农村留守儿童": 81, "困境儿童": 8, "事实无人抚养儿童": 5, "散居孤儿": 2, "重病重残儿童": 2,
              "农村留守儿童、困境儿童": 2}  # fmt: skip
STAGES = {"none": "未入园", "kindergarten": "幼儿园", "primary": "小学", "junior": "初中", "senior": "高中",
          "vocational": "中职"}  # fmt: skip
HEALTH = {"健康": 98.4, "体弱多病": 1, "残疾": 0.5, "重病": 0.1}
CARERS = {("祖母", "female"): 45, ("祖父", "male"): 31, ("外祖母", "female"): 15, ("外祖父", "male"): 9}
AWAY = words.PROVINCE | words.COUNTRY | {"韩国首尔": 6, "在家": 20}


class Address(NamedTuple):
    """A village as the ledger names it, and the six digits that its people's ID numbers begin with."""

    county: str
    township: str
    village: str
    digits: int


def addresses(unit: int) -> list[Address]:
    """The villages of a unit whose three names together mean them and no other village."""
    low, high = interval(unit)
    known = {p.code: p for p in Place.objects.filter(code__gte=low, code__lt=high)}
    index = VillageNames(unit)
    found: list[Address] = []
    for code, place in known.items():
        if place.level == Level.VILLAGE:
            county, township = (known[at_level(code, level)].name for level in (Level.COUNTY, Level.TOWNSHIP))
            match = index.match(county + township + place.name)
            if match.place_code == code:
                found.append(Address(county, township, place.name, (match.statistical_code or code) // 10**6))
    return found


def rows(count: int, unit: int, today: date, crowded: Sequence[int] = ()) -> Iterator[list[str | None]]:
    """That many children's rows of twenty cells, village by village; the same every time.

    crowded: how many of them live in the first villages; the others live anywhere else.
    """
    rng, given = Random(SEED), numbers.IdNumbers()
    known = addresses(unit)
    homes = [known[at] for at, size in enumerate(crowded) for _ in range(size)]
    homes += sorted(rng.choices(known[len(crowded) :], k=count - len(homes)))
    return (_row(rng, given, home, today) for home in homes)


def _row(rng: Random, given: numbers.IdNumbers, home: Address, today: date) -> list[str | None]:
    sex, people = rng.choice(SEXES), weighted(rng, ETHNICITY)
    shares = ages.LEFT_BEHIND if rng.random() < 0.83 else ages.DISTRESSED
    # Babies are spread: the demo has them all born on one day, and that day has too few numbers.
    born = ages.birth_date(rng, today, shares)
    born -= timedelta(rng.randrange(120) if today - born < timedelta(120) else 0)
    family = names.surname(rng, people)
    stage = ages.schooling(rng, born, today, home.township, home.county)["stage"]
    return [
        *home[:3],
        names.full(rng, Generation.CHILD, sex, people, family),
        LABELS[sex],
        born.isoformat(),
        given.give(home.digits, born, sex),
        people,
        weighted(rng, CATEGORIES),
        *_parent(rng, "male", people, family),
        *_parent(rng, "female", people, ""),
        *_carer(rng, people),
        STAGES[stage],
        weighted(rng, HEALTH),
    ]


def _parent(rng: Random, sex: str, people: str, family: str) -> list[str | None]:
    where = weighted(rng, AWAY)
    return [names.full(rng, Generation.PARENT, sex, people, family), numbers.phone(rng), where]


def _carer(rng: Random, people: str) -> list[str | None]:
    relation, sex = weighted(rng, CARERS)
    return [names.full(rng, Generation.ELDER, sex, people), relation, numbers.phone(rng)]
