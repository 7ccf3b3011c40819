"""Names of three generations, Han and Korean."""

from enum import Enum
from random import Random

from hutong.demo import words
from hutong.demo.draws import weighted, word

KOREAN = "朝鲜族"


class Generation(Enum):
    """A generation's fashion in given names."""

    CHILD = "child"
    PARENT = "parent"
    ELDER = "elder"


_GIVEN = {
    (Generation.PARENT, False): words.PARENT,
    (Generation.PARENT, True): words.PARENT_KOREAN,
    (Generation.ELDER, False): words.ELDER,
    (Generation.ELDER, True): words.ELDER_KOREAN,
    (Generation.CHILD, True): words.CHILD_KOREAN,
}


def surname(rng: Random, ethnicity: str) -> str:
    """A surname; Korean families have their own."""
    return weighted(rng, words.KOREAN_SURNAMES if ethnicity == KOREAN else words.SURNAMES)


def given(rng: Random, generation: Generation, sex: str, ethnicity: str) -> str:
    """A given name of the generation."""
    korean = ethnicity == KOREAN
    if pool := _GIVEN.get((generation, korean)):
        return word(rng, pool[sex])
    if rng.random() < 0.15:
        return word(rng, words.CHILD_SINGLE[sex])
    first, second = words.CHILD_BOY if sex == "male" else words.CHILD_GIRL
    name = rng.choice(first) + rng.choice(second)
    return name if name[0] != name[1] else name[0]


def full(rng: Random, generation: Generation, sex: str, ethnicity: str, family: str = "") -> str:
    """A whole name, in the family given or a family drawn."""
    return (family or surname(rng, ethnicity)) + given(rng, generation, sex, ethnicity)
