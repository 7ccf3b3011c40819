"""The invented children of all villages: how many where, in which families, with brothers, sisters and twins."""

from datetime import date
from random import Random

from hutong.demo import ages, situation
from hutong.demo.child import Invented, Maker, another_given
from hutong.demo.draws import apportion, weighted
from hutong.demo.family import family
from hutong.demo.numbers import IdNumbers
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN, SEED, Village
from hutong.places.codes import covers

COUNTS = {ANTU: 1070, NONGAN: 1750, CHANGBAISHAN: 180}
BOYS = 0.545
SIBLINGS = {1: 0.75, 2: 0.22, 3: 0.03}
TWINS = 0.05
APART = 330
SINGLE = (situation.ill_child,)


def population(villages: list[Village], today: date) -> list[Invented]:
    """The same children for the same villages and day, about three thousand."""
    ids = IdNumbers()
    return [
        child
        for village, count in _counts(villages)
        for child in of_village(Maker(Random(f"{SEED}-children-{village.code}"), today, ids), village, count)
    ]


def _counts(villages: list[Village]) -> list[tuple[Village, int]]:
    found = []
    for unit, total in COUNTS.items():
        inside = [village for village in villages if covers(unit, village.code)]
        found += list(zip(inside, apportion(total, [village.weight for village in inside]), strict=True))
    return found


def of_village(make: Maker, village: Village, count: int) -> list[Invented]:
    """The children of one village, family by family."""
    found: list[Invented] = []
    while len(found) < count:
        found += _family(make, village, count - len(found))
    return found


def _family(make: Maker, village: Village, at_most: int) -> list[Invented]:
    case = situation.draw(make.rng)
    size = 1 if case in SINGLE else min(at_most, weighted(make.rng, SIBLINGS))
    home = family(make.rng, village, make.today)
    why = case(make.rng, home, size)
    given: set[str] = set()
    children = []
    for birth, sex in _births(make, why.ages, size):
        given.add(name := another_given(make.rng, sex, home.ethnicity, given))
        children.append(make.child(home, why, birth, sex, name))
    return children


def _births(make: Maker, shares: dict[int, float], size: int) -> list[tuple[date, str]]:
    births: list[tuple[date, str]] = []
    while len(births) < size:
        sex = "male" if make.rng.random() < BOYS else "female"
        birth = ages.birth_date(make.rng, make.today, shares)
        if len(births) == 1 and make.rng.random() < TWINS:
            birth, sex = births[0][0], births[0][1] if make.rng.random() < 0.7 else sex
        elif any(abs((birth - other).days) < APART for other, _ in births):
            continue
        births.append((birth, sex))
    return births
