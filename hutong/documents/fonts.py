"""The two faces of papers, and which characters they have (both under the Open Font License, from wheels)."""

import struct
from functools import cache
from pathlib import Path

import noto_cjk_sans_otc
import pylopdf_fonts_zh_cn

SONG = Path(pylopdf_fonts_zh_cn.serif_path())
# Its rare characters stand in for those that the Song face lacks. Third of five faces in the file: SC.
RARE, RARE_FACE = Path(noto_cjk_sans_otc.__file__).parent / noto_cjk_sans_otc.FONT_FILE, 2
FOLDERS = [SONG.parent, RARE.parent]


def missing(text: str) -> set[str]:
    """Characters of a text that neither face can draw."""
    return {one for one in set(text) - set("\n\t") if ord(one) not in covered()}


@cache
def covered() -> frozenset[int]:
    """Every code point that papers can show."""
    return frozenset(_points(SONG.read_bytes(), 0) | _points(RARE.read_bytes(), RARE_FACE))


def _points(font: bytes, face: int) -> set[int]:
    """Code points of a face's full Unicode table (OpenType cmap, format 12)."""
    start = struct.unpack_from(">I", font, 12 + 4 * face)[0] if font[:4] == b"ttcf" else 0
    table = _table(font, start, b"cmap")
    for n in range(struct.unpack_from(">H", font, table + 2)[0]):
        offset = table + struct.unpack_from(">I", font, table + 8 + 8 * n)[0]
        if struct.unpack_from(">H", font, offset)[0] == 12:
            count = struct.unpack_from(">I", font, offset + 12)[0]
            groups = struct.iter_unpack(">III", font[offset + 16 : offset + 16 + 12 * count])
            return {point for first, last, _ in groups for point in range(first, last + 1)}
    raise ValueError("the face has no full Unicode table")


def _table(font: bytes, start: int, name: bytes) -> int:
    for n in range(struct.unpack_from(">H", font, start + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * n)
        if tag == name:
            return offset
    raise ValueError(f"the face has no table {name!r}")
