"""Telephone numbers in ledgers: mobiles, landlines, foreign numbers; several in one cell."""

import re

from hutong.children.values.text import Cell, cell_text, or_none

_MOBILE = r"1[3-9]\d{9}"
_LANDLINE = r"0[1-9]\d{1,2}-?[2-9]\d{6,7}(?:-\d{1,6})?"
_LOCAL = r"[2-8]\d{6,7}(?:-\d{1,6})?"
_SERVICE = r"400-?\d{3}-?\d{4}"
_FOREIGN = r"\+(?!86)\d[\d-]{5,17}\d"
_VALID = re.compile("|".join((_MOBILE, _LANDLINE, _LOCAL, _SERVICE, _FOREIGN)))
PLAIN_MOBILE = re.compile(_MOBILE)
_CHINA = re.compile(r"(?:\+|00)?86-?(?=1[3-9]\d{9}$|0?[1-9]\d{9,11}$)")
_BETWEEN = re.compile(r"[、,;/|\n]|或者?|和")
_NOTE = re.compile(r"\([^()0-9]*\)|[^\d+()\s-]+")
_SPOKEN = frozenset(["没有电话", "无电话", "无手机", "没有手机", "空号", "联系不上", "失联", "无联系方式"])
# As programs write a number, and the word before the number of an extension.
_DECIMAL = re.compile(r"(?<=\d)\.0+(?!\d)")
_EXTENSION = re.compile(r"(?<=\d{7}) *(?:转|分机|[#xX]|ext\.?)[: ]*(?=\d{1,6}(?!\d))")
# 1.3800000001E10 still has all its digits; two numbers may have lost what stood between them.
_POWERS = re.compile(r"(?<!\d)1\.([3-9]\d{9})[Ee]\+?10(?!\d)")
_GLUED = re.compile(rf"(?<!\d){_MOBILE}(?=(?:{_MOBILE})+(?!\d))")
# Whole numbers that stand in a text, one after the other.
IN_TEXT = re.compile(
    r"(?<![\d+-])(?:(?:\+|00)?86[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0[1-9]\d{1,2}[ -]?[2-9]\d{6,7}(?:-\d{1,6})?|[2-8]\d{6,7})(?![\d-])"
)


def read_phone(cell: Cell) -> tuple[str | None, bool]:
    """(the number or numbers joined by 、, whether all are valid); an invalid text is kept as written.

    Valid: 11 digits beginning 13–19, a landline with or without area code, a foreign number with +.
    """
    if isinstance(cell, str) and PLAIN_MOBILE.fullmatch(cell):
        return cell, True
    text = or_none(cell_text(cell))
    if text is None or text in _SPOKEN:
        return None, True
    plain = _GLUED.sub(r"\g<0>、", _POWERS.sub(r"1\1", _EXTENSION.sub("-", _DECIMAL.sub("", text))))
    numbers = [number for part in _BETWEEN.split(plain) for number in _numbers(part)]
    if numbers and all(_VALID.fullmatch(number) for number in numbers):
        return "、".join(dict.fromkeys(numbers)), True
    return text, False


def _numbers(part: str) -> list[str]:
    """The numbers of a part: one with its notes and blanks, or several of which nothing but notes stands between."""
    one = _one(part)
    if not one or _VALID.fullmatch(one):
        return [one] if one else []
    found = [_one(number) for number in IN_TEXT.findall(part)]
    return found if len(found) > 1 and not re.search(r"\d", IN_TEXT.sub(" ", part)) else [one]


def _one(part: str) -> str:
    """One number without notes (父亲), blanks, and hyphens inside a mobile number."""
    bare = re.sub(r"\s", "", _NOTE.sub(" ", part).strip())
    bare = _CHINA.sub("", bare.replace("(", "").replace(")", "-"))
    bare = re.sub(r"^00(?=[1-9])", "+", bare)
    joined = _CHINA.sub("", bare.replace("-", ""))
    return joined if PLAIN_MOBILE.fullmatch(joined) else bare.strip("-")
