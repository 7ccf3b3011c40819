"""Resident identity numbers (GB 11643-1999): 18 digits, check digit, birth date, sex.

Region codes are not checked: they name the place of first registration and old ones stay valid.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from hutong.children.values.text import MASKED, Cell, cell_text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ZEROS = ord("0") * sum(_WEIGHTS)
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_IN_POWERS = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+")
_X = str.maketrans("x×✕хХχΧ", "XXXXXXX")
# The number of another child is nobody's else.
_DITTO = re.compile("同[上前]|〃+")
_ORNAMENT = re.compile(r"[\s'’‘`\"“”,.，。、;；:：_·-]+")


@dataclass(frozen=True, slots=True)
class IdReading:
    """What a cell says: a valid number with its date and sex, or why it is broken, or nothing (all None)."""

    number: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    problem: str | None = None
    length: int = 0


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECKS[(sum(map(mul, first17.encode(), _WEIGHTS)) - _ZEROS) % 11]


def read_id_number(cell: Cell) -> IdReading:
    """Reads an ID number cell; words such as 无户口 or 未登记 (no digit, no letter) mean that there is none."""
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return IdReading(problem="id_precision_lost")
    if isinstance(cell, str) and _WHOLE.fullmatch(cell):
        return _read_whole(cell)
    if isinstance(cell, str) and MASKED in cell:
        return IdReading()
    text = _ORNAMENT.sub("", cell_text(cell)).translate(_X).upper() if not _in_powers(cell) else "E"
    if text == "E":
        return IdReading(problem="id_precision_lost")
    if not re.search(r"[0-9A-Z]", text):
        return IdReading(problem="id_length", length=len(text)) if _DITTO.fullmatch(text) else IdReading()
    if len(text) != 18:
        return IdReading(problem="id_length", length=len(text))
    return _read_whole(text) if _WHOLE.fullmatch(text) else IdReading(problem="id_check_digit")


def _in_powers(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_IN_POWERS.fullmatch(cell_text(cell).upper().replace(" ", "")))


def _read_whole(number: str) -> IdReading:
    born = _date_in(number)
    if check_digit(number[:17]) != number[17] or born is None:
        # Excel keeps 15 digits of a number: the last three turn into zeros.
        return IdReading(problem="id_precision_lost" if number.endswith("000") else "id_check_digit")
    return IdReading(number, born, "male" if int(number[16]) % 2 else "female")


def _date_in(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
