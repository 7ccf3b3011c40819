"""An invented family: where the parents are, who looks after the children, what the household lives on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hutong.children.models.choices import AbleToCare, ContactOften, IncomeSource, Kind, Relation, Whereabouts
from hutong.demo import names, numbers, words
from hutong.demo.draws import weighted, word
from hutong.demo.names import KOREAN, Generation
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN, Village
from hutong.ground.days import days

R, W = Relation, Whereabouts
Values = dict[str, Any]
# Per cent in each unit: 安图 lies in 延边; the province as a whole had 8.67 in 2020.
ETHNICITY = {
    ANTU: {"汉族": 79, KOREAN: 17, "满族": 3, "回族": 0.6, "蒙古族": 0.4},
    NONGAN: {"汉族": 96.6, "满族": 2.2, "回族": 0.5, "蒙古族": 0.4, KOREAN: 0.3},
    CHANGBAISHAN: {"汉族": 90, KOREAN: 6, "满族": 3.4, "回族": 0.6},
}
AWAY = {
    ANTU: {W.COUNTY: 5, W.PROVINCE: 30, W.COUNTRY: 42, W.ABROAD: 23},
    NONGAN: {W.COUNTY: 7, W.PROVINCE: 40, W.COUNTRY: 51, W.ABROAD: 2},
    CHANGBAISHAN: {W.COUNTY: 8, W.PROVINCE: 37, W.COUNTRY: 45, W.ABROAD: 10},
}
KOREAN_AWAY = {W.PROVINCE: 12, W.COUNTRY: 25, W.ABROAD: 63}
LOCATIONS = {W.PROVINCE: words.PROVINCE, W.COUNTRY: words.COUNTRY, W.ABROAD: words.ABROAD}
CONTACT = {ContactOften.WEEKLY: 70, ContactOften.MONTHLY: 22, ContactOften.RARELY: 6, ContactOften.NEVER: 2}
# 96 % of left-behind children are with grandparents (697万, August 2018).
GRANDPARENTS = {
    R.PATERNAL_GRANDMOTHER: 43,
    R.PATERNAL_GRANDFATHER: 30,
    R.MATERNAL_GRANDMOTHER: 15,
    R.MATERNAL_GRANDFATHER: 8,
}
OTHERS = {R.AUNT: 1.2, R.UNCLE: 1.1, R.MATERNAL_AUNT: 0.9, R.MATERNAL_UNCLE: 0.5, R.NEIGHBOUR: 0.3}
FEMALE = {R.PATERNAL_GRANDMOTHER, R.MATERNAL_GRANDMOTHER, R.AUNT, R.MATERNAL_AUNT, R.MOTHER, R.NEIGHBOUR}
FATHERS_SIDE = {R.PATERNAL_GRANDFATHER, R.UNCLE, R.AUNT, R.FATHER}
BORN_ELSEWHERE = 0.03
MINE = {"male": Kind.FATHER, "female": Kind.MOTHER}


@dataclass
class Family:
    """What the children of one family share."""

    village: Village
    ethnicity: str
    surname: str
    mothers_surname: str
    parted: date
    address: str
    id_county: int
    relatives: list[Values] = field(default_factory=list)
    household: Values = field(default_factory=dict)


def family(rng: Random, village: Village, today: date) -> Family:
    """A family in a village, without anybody in it yet. parted: since when things are as they are."""
    ethnicity = weighted(rng, ETHNICITY[village.like])
    return Family(
        village=village,
        ethnicity=ethnicity,
        surname=names.surname(rng, ethnicity),
        mothers_surname=names.surname(rng, ethnicity),
        parted=today - timedelta(rng.randrange(380, 2400)),
        address=_address(rng, village),
        id_county=rng.choice(numbers.OTHER_COUNTIES) if rng.random() < BORN_ELSEWHERE else village.id_county,
    )


def _address(rng: Random, village: Village) -> str:
    if village.label.endswith("社区"):
        return f"{village.address}{rng.randrange(1, 30)}号楼{rng.randrange(1, 5)}单元{rng.randrange(1, 7)}0{rng.randrange(1, 4)}室"
    return f"{village.address}{rng.randrange(1, 9)}组"


def parent(rng: Random, home: Family, sex: str, **known: Any) -> Values:
    """A parent's row; known: whereabouts and whatever else is settled already."""
    surname = home.surname if sex == "male" else home.mothers_surname
    name = names.full(rng, Generation.PARENT, sex, home.ethnicity, surname)
    phone = None if known.get("whereabouts") in (W.DEAD, W.LOST, W.MISSING) else numbers.phone(rng)
    return {"kind": MINE[sex], "name": name, "phone": phone, **known}


def away(rng: Random, home: Family, sex: str) -> Values:
    """A parent who left for work: where, since when, what as, how often in touch."""
    where = weighted(rng, KOREAN_AWAY if home.ethnicity == KOREAN else AWAY[home.village.like])
    location = _location(rng, home.village, where)
    since = home.parted + timedelta(rng.choice((0, 0, 0, 60, 180, 300)))
    row = parent(rng, home, sex, whereabouts=where, location=location, away_since=f"{since.year}年{since.month}月",
                 job=word(rng, words.JOBS[sex]), contact=weighted(rng, CONTACT), able=AbleToCare.AWAY)  # fmt: skip
    if where == W.ABROAD:
        row |= {"phone": numbers.foreign_phone(rng, location), "papers": "持当地居留证件"}
    return row


def _location(rng: Random, village: Village, where: Whereabouts) -> str:
    if where == W.COUNTY:
        return village.county
    if where == W.PROVINCE and village.cities:
        return rng.choice(village.cities)
    return weighted(rng, _outside(where, village.province))


@cache
def _outside(where: Whereabouts, province: str) -> dict[str, int]:
    """With their shares, those that are not in one's own province after all."""
    return {name: share for name, share in LOCATIONS[where].items() if not name.startswith(province)}


def carer(rng: Random, home: Family, kind: Kind = Kind.CARER, shares: Mapping[Relation, float] | None = None) -> Values:
    """Who looks after the children, since the parents parted from them."""
    relation = weighted(rng, shares or GRANDPARENTS | OTHERS)
    sex = "female" if relation in FEMALE else "male"
    generation = Generation.ELDER if relation in GRANDPARENTS else Generation.PARENT
    family_name = home.surname if relation in FATHERS_SIDE else _another(rng, home, relation)
    return {
        "kind": kind,
        "name": names.full(rng, generation, sex, home.ethnicity, family_name),
        "relation": relation,
        "phone": numbers.phone(rng),
        "address": home.address,
        "able": AbleToCare.YES if generation == Generation.PARENT or rng.random() < 0.9 else AbleToCare.OLD,
        "period": days(home.parted, None),
    }


def _another(rng: Random, home: Family, relation: Relation) -> str:
    mothers_side = relation in (R.MATERNAL_GRANDFATHER, R.MATERNAL_UNCLE, R.MATERNAL_AUNT)
    return home.mothers_surname if mothers_side else names.surname(rng, home.ethnicity)


def household(rng: Random, source: IncomeSource, children: int) -> Values:
    """What the household lives on."""
    low, high = {IncomeSource.MIGRANT: (40, 110), IncomeSource.FARM: (18, 45)}.get(source, (8, 26))
    return {
        "income_source": source,
        "household_size": children + rng.choice((2, 3, 3, 4, 4)),
        "household_income": rng.randrange(low, high) * 1000,
        "housing": word(rng, words.HOUSING),
    }
