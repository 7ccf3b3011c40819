"""Numbers that look right and are nobody's: valid in every check, taken from ranges that are not given out."""

from datetime import date
from random import Random
from typing import Protocol

from hutong.children.values.id_number import check_digit
from hutong.demo.words import DIALLING

# The sequence codes 996 to 999 of a day were kept for centenarians (GB 11643): no child alive has one.
SEQUENCES = {"male": ("997", "999"), "female": ("996", "998")}
# For children first registered elsewhere in the province, and where a day's two codes are used up.
OTHER_COUNTIES = (222403, 222424, 222404, 220183, 220113, 220182, 220802, 220702)


class Taken(Exception):
    """Every number of that day is used; more children were born on one day than an invented county can have."""


class Numbers(Protocol):
    """Gives ID numbers, each once."""

    def give(self, county: int, birth: date, sex: str) -> str: ...


class IdNumbers:
    """Gives each child of one demo world a number of its own."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def give(self, county: int, birth: date, sex: str) -> str:
        """A number of 18 characters for a birth date and sex, with the county's six digits while it has one left."""
        for region in (county, *OTHER_COUNTIES):
            for sequence in SEQUENCES[sex]:
                number = checked(f"{region}{birth:%Y%m%d}{sequence}")
                if number not in self._used:
                    self._used.add(number)
                    return number
        raise Taken(birth)


def checked(first17: str) -> str:
    """The same with its check digit."""
    return first17 + check_digit(first17)


def phone(rng: Random) -> str:
    """A mobile number of 154, which no operator has been given."""
    return f"1540{rng.randrange(10**7):07}"


def staff_phone(nth: int) -> str:
    """The n-th member of staff's mobile number; no two are equal, since people sign in by it."""
    return f"1549{nth:07}"


def foreign_phone(rng: Random, location: str) -> str:
    """A number abroad with its country's code and zeros in the middle."""
    return f"{DIALLING[location[:2]]}-0000-{rng.randrange(10**4):04}"
