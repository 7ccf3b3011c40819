"""ID numbers for as many invented children as a province may have: valid in every check, and of counties that do not exist."""

from collections import Counter
from datetime import date

from hutong.demo.numbers import Taken, checked

# No prefecture ends in 99 to 96 (GB/T 2260): numbers that begin so are nobody's, and an office sees at once what they are.
BLOCKS = (99, 98), (97, 96)
SEQUENCES = 500


class CountyNumbers:
    """Gives each child of one county a number of its own; memory grows with days of birth, not with children."""

    def __init__(self, province: int, nth: int) -> None:
        self._regions = [f"{province:02}{block}{nth % 100:02}" for block in BLOCKS[nth // 100]]
        self._given: Counter[tuple[date, str]] = Counter()

    def give(self, county: int, birth: date, sex: str) -> str:
        """A number of 18 characters for a birth date and sex. Raises Taken when a thousand were born on one day."""
        nth = self._given[birth, sex]
        self._given[birth, sex] += 1
        if nth >= SEQUENCES * len(self._regions):
            raise Taken(birth)
        sequence = 2 * (nth % SEQUENCES) + (sex == "male")
        return checked(f"{self._regions[nth // SEQUENCES]}{birth:%Y%m%d}{sequence:03}")
