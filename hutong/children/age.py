"""Age on a day, and birthdays; a limit of n years ends on the n-th birthday (Civil Code 1259, MPL 2)."""

from datetime import date


def birthday(birth: date, years: int) -> date:
    """The n-th birthday; who was born on 29 February has it on 1 March of a common year."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def age(birth: date, on: date) -> int:
    """Whole years of age on a day."""
    return on.year - birth.year - (birthday(birth, on.year - birth.year) > on)
