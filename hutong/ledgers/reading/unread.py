"""Children that stand outside of what was read: nobody is left out without a word."""

from collections.abc import Iterable
from datetime import date

from hutong.children.values.id_number import read_id_number
from hutong.children.values.text import Cell

_ADULT = 18


def only_adults(cells: Iterable[Cell], on: date) -> bool:
    """Whether there are valid ID numbers among some cells and all are of people who are no children."""
    numbers = [cell for cell in cells if isinstance(cell, str) and read_id_number(cell).number]
    return bool(numbers) and not child_numbers(numbers, on)


def child_numbers(cells: Iterable[Cell], on: date) -> list[str]:
    """The valid ID numbers among some cells whose holders are children in the year of the day `on`."""
    found = (read_id_number(cell) for cell in cells if isinstance(cell, str) and 18 <= len(cell) <= 24)
    return [one.number for one in found if one.number and one.birth_date and on.year - one.birth_date.year <= _ADULT]
