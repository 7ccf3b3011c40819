"""Arithmetic of Hutong's 12-digit place codes, which are the reporting tree (design.md, wall 1).

Two digits each for province, prefecture and county, three each for township and village; the rest is zeros.
A jurisdiction is the half-open interval of the codes below a unit. No database, no names.
"""

from enum import IntEnum

END = 10**12


class Level(IntEnum):
    """The five levels of administrative divisions."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5

    @property
    def label(self) -> str:
        """The word offices use: 省级, 地级, 县级, 乡级, 村级."""
        return LABELS[self - 1]


LABELS = ("省级", "地级", "县级", "乡级", "村级")
# How many codes a unit of each level spans.
WIDTH = {
    Level.PROVINCE: 10**10,
    Level.PREFECTURE: 10**8,
    Level.COUNTY: 10**6,
    Level.TOWNSHIP: 10**3,
    Level.VILLAGE: 1,
}
DIGITS = {2: Level.PROVINCE, 4: Level.PREFECTURE, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}


def level_of(code: int) -> Level:
    """The level of a full 12-digit code; raises ValueError for a number that is not one.

    A prefecture without counties (东莞市 441900000000) is a prefecture, though the list repeats it as a county.
    """
    if not 10**11 <= code < END:
        raise ValueError(f"不是十二位区划代码：{code}")
    return next(level for level, width in WIDTH.items() if code % width == 0)


def interval(code: int, level: int | None = None) -> tuple[int, int]:
    """The half-open interval [lo, hi) of all codes below a unit, the unit's own code included.

    level: only needed when it is not what the zeros of the code say.
    """
    width = WIDTH[Level(level) if level else level_of(code)]
    return code, code + width


def at_level(code: int, level: int) -> int:
    """The code of the unit at `level` above (or at) a code."""
    width = WIDTH[Level(level)]
    return code // width * width


def parent_code(code: int) -> int | None:
    """The code of the unit directly above; None for a province.

    Above a township of a prefecture without counties stands the prefecture itself.
    """
    level = level_of(code)
    return None if level == Level.PROVINCE else at_level(code, level - 1)


def ancestors(code: int) -> list[int]:
    """Codes of all units above, province first, each once, without the unit itself."""
    above = [at_level(code, level) for level in range(Level.PROVINCE, level_of(code))]
    return list(dict.fromkeys(above))


def child_level(code: int) -> Level | None:
    """The level directly below a unit; None below a village."""
    level = level_of(code)
    return None if level == Level.VILLAGE else Level(level + 1)


def covers(outer: int, inner: int) -> bool:
    """Whether `inner` is `outer` or lies below it."""
    low, high = interval(outer)
    return low <= inner < high


def parse(text: int | str) -> int:
    """A code as people give it (22, 2224, 222426, 222426105 or all 12 digits) as the full 12-digit number.

    Raises ValueError with a Chinese sentence when it is neither.
    """
    digits = str(text).strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in DIGITS or digits[0] == "0":
        raise ValueError(f"“{text}”不是区划代码：应为2、4、6、9或12位数字。")
    return int(digits.ljust(12, "0"))
