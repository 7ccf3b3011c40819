"""Characters as offices type them, made plain: half-width, ordinary spaces, nothing invisible."""

import re
import unicodedata
from datetime import date, datetime

from hutong.ground.glyphs import RADICALS

# What a cell of a workbook holds.
Cell = str | int | float | bool | date | datetime | None


_SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufffc" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_INVISIBLE = [*range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x061C, 0xFEFF]
_INVISIBLE += [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **{ord(space): " " for space in _SPACES},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}
_UNIFIED = _TABLE | RADICALS
_CLEAN = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")
_AS_FORMULA = re.compile(r'="([^"]*)"')
MASKED = "••••"
_NOTHING = frozenset(
    "无 没有 暂无 不详 未知 不知 不清楚 空 (空) 无。 / // \\ - -- --- — —— ——— _ . 、 * × ? N/A NA n/a".split()  # noqa: SIM905  # a list of quoted words would be unreadable
)
ERRORS = frozenset("#N/A #VALUE! #REF! #NAME? #DIV/0! #NUM! #NULL!".split())  # noqa: SIM905  # a list of quoted words would be unreadable


def clean(text: str) -> str:
    """Full-width to half-width, every kind of space to one blank, no control or zero-width characters, one code for
    one glyph, no apostrophe in front, no ="…" around. Rare characters and their variation selectors stay."""
    return text if _CLEAN.fullmatch(text) else _tidy(unicodedata.normalize("NFC", text.translate(_UNIFIED)))


def as_typed(text: str) -> str:
    """As `clean`, but for the glyphs: a register keeps the code that somebody chose."""
    return text if _CLEAN.fullmatch(text) else _tidy(text.translate(_TABLE))


def _tidy(text: str) -> str:
    text = text.strip()
    while match := _AS_FORMULA.fullmatch(text):
        text = match[1].strip()
    text = " ".join(text.split(" ")) if "  " not in text else re.sub(" {2,}", " ", text)
    return text.lstrip("'’‘` ")


def cell_text(cell: Cell) -> str:
    """Any cell as clean text; "" for a blank one; 13710874756.0 as 13710874756."""
    if isinstance(cell, str):
        return "" if cell in ERRORS else clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def or_none(text: str) -> str | None:
    """None for what means an empty cell: 无, 不详, /, ——, and a number that our own ledger shows masked."""
    return None if not text or text in _NOTHING or MASKED in text else text


def has_nul(cell: Cell) -> bool:
    """Whether a cell holds U+0000, which PostgreSQL refuses."""
    return isinstance(cell, str) and "\x00" in cell


def squeeze(text: str) -> str:
    """Clean text without any blank, for comparing labels."""
    return clean(text).replace(" ", "")
