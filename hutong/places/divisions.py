"""Reads the shipped national list: statistical codes of 30 June 2023, five levels (made by data/make.py)."""

import lzma
from collections.abc import Container, Iterator
from datetime import date
from io import StringIO
from typing import NamedTuple

from hutong.places.codes import WIDTH, Level
from hutong.places.data import folder

# The day on which the codes held; published on 11 September 2023.
LISTED_ON = date(2023, 6, 30)
PROVINCE = str(Level.PROVINCE.value)
_WIDTHS = {str(level.value): WIDTH[level] for level in Level}


class Division(NamedTuple):
    """One line of the national list."""

    statistical_code: int
    name: str
    level: int


def divisions(provinces: Container[int] | None = None) -> Iterator[Division]:
    """All lines in the order of the tree, a unit before what lies below it; of some provinces, if given.

    The list repeats a unit that lacks a level under the same code (东莞市 as prefecture and county); so does this.
    """
    code, wanted = 0, False
    for line in _lines():
        # What lies in a province that is not asked for need not be worked out: the next province follows from it.
        if line[0] != PROVINCE and not wanted:
            continue
        head, name = line[:-1].split("\t")
        width = _WIDTHS[head[0]]
        code = (code // width + int(head[1:] or 1)) * width
        wanted = provinces is None or code // 10**10 in provinces
        if wanted:
            yield Division(code, name, int(head[0]))


def provinces() -> dict[int, str]:
    """Two-digit code and name of the 31 provinces in the list."""
    code, found = 0, {}
    for head, name in (line[:-1].split("\t") for line in _lines() if line[0] == PROVINCE):
        code += int(head[1:] or 1)
        found[code] = name
    return found


def _lines() -> Iterator[str]:
    # Unpacked at once (14 MB): reading line by line from the packed file takes five times as long.
    return StringIO(lzma.decompress((folder() / "divisions.xz").read_bytes()).decode())
