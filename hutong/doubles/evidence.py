"""What speaks for two files being one child, and what against: pure, facts in, keys of evidence out."""

from dataclasses import dataclass
from datetime import date

from hutong.children.names import bare, syllables

SAME_NUMBER = "id_same"
BODY, SEQUENCE = 17, range(14, 17)


@dataclass(frozen=True)
class Facts:
    """One file, as far as it is compared. phones: keyed hashes; people: names of parents, guardians, carers."""

    name: str
    birth: date
    sex: str
    place: int
    number: str | None = None
    phones: frozenset[bytes] = frozenset()
    people: frozenset[str] = frozenset()


def evidence(a: Facts, b: Facts) -> list[str]:
    """Keys of policy/national/double-evidence.csv, in the order in which they are shown; empty where the names differ.

    ["twins"] where two children of one family were born the same day: never a proposal on birth date and home alone. One
    number on two files is a proposal whatever else they say: one of the two is wrong.
    """
    name = _name(a.name, b.name)
    birth = _birth(a.birth, b.birth)
    if a.number and a.number == b.number:
        return [SAME_NUMBER, *([name] if name else []), *([birth] if birth else []), *_place(a.place, b.place)]
    if birth is None:
        return []
    number = _number(a, b)
    home = [key for key, same in (("phone", a.phones & b.phones), ("guardian", a.people & b.people)) if same]
    if _siblings(name, number, home):
        return ["twins"] if birth == "birth_same" else []
    if name is None:
        return []
    sex = ["sex_differ"] if a.sex != b.sex else []
    return [name, birth, *home, *_place(a.place, b.place), *([number] if number else []), *sex]


def _siblings(name: str | None, number: str | None, home: list[str]) -> bool:
    """Given names that sound different in one family, or numbers of two births: two children, unless a number was
    written down wrongly outside the digits that tell twins apart."""
    other_name = name in (None, "name_near")
    return bool(home) and other_name and number != "id_near"


def _name(a: str, b: str) -> str | None:
    if a == b:
        return "name_same"
    x, y = bare(a), bare(b)
    if x == y:
        return "name_dot"
    if syllables(x) == syllables(y):
        return "name_sound"
    if len(x) == len(y) >= 2 and x[0] != y[0] and x[1:] == y[1:]:
        return "name_surname" if len(x) >= 3 else None
    return "name_near" if len(x) == len(y) >= 3 and _differing(x, y) == 1 else None


def _birth(a: date, b: date) -> str | None:
    if a == b:
        return "birth_same"
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return "birth_swapped"
    return "birth_digit" if _differing(f"{a:%Y%m%d}", f"{b:%Y%m%d}") == 1 else None


def _number(a: Facts, b: Facts) -> str | None:
    """One digit apart (the check digit follows the others), missing, or two numbers of two people."""
    if not a.number or not b.number:
        return "id_missing"
    x, y = a.number, b.number
    apart = [i for i in range(min(len(x), len(y), BODY)) if x[i] != y[i]]
    if len(x) != len(y) or len(apart) != 1:
        return "id_differ"
    # A digit of the order in which one day's births were numbered tells twins apart: near only under one name.
    return "id_near" if apart[0] not in SEQUENCE or _name(a.name, b.name) in ("name_same", "name_dot") else "id_differ"


def _place(a: int, b: int) -> list[str]:
    if a == b:
        return ["place_same"]
    return ["place_near"] if a // 1000 == b // 1000 else []


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))
