"""Names of people: blanks out between Chinese characters, one interpunct, rare characters kept."""

import re

from hutong.children.values.text import Cell, cell_text, or_none

_PLAIN = re.compile("[\u4e00-\u9fff]{2,4}")
_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_HANGUL = "\uac00-\ud7a3"
_BLANK = re.compile(rf"(?<=[{_HAN}{_HANGUL}]) +(?=[{_HAN}{_HANGUL}])")
_HAN_DOTS = re.compile(rf"(?<=[{_HAN}]) *[·•・‧∙⋅･᛫.。﹒●]+ *(?=[{_HAN}])")
_ENDS = "·•・‧∙⋅･᛫.。﹒●,，、;；:：*/ "
_LETTER = re.compile(r"[^\W\d_]")


def read_name(cell: Cell) -> str | None:
    """A name in its normal form, or None for a blank or a word such as 无.

    Interpuncts between Chinese characters become U+00B7 (民委发〔2016〕33号); GB 18030 rare characters stay.
    """
    if (
        isinstance(cell, str)
        and _PLAIN.fullmatch(cell)
        and cell not in ("没有", "不详", "未知", "暂无", "不知", "不清楚")
    ):
        return cell
    text = or_none(cell_text(cell).strip(_ENDS))
    if text is None:
        return None
    return _BLANK.sub("", _HAN_DOTS.sub("·", text)) or None


def is_name(text: str) -> bool:
    """Whether a text can be a person's name: some letter, no digit, at most 50 characters."""
    if text.isalpha() and len(text) <= 50:
        return True
    return bool(_LETTER.search(text)) and not re.search(r"\d", text) and len(text) <= 50
