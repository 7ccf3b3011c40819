"""Options printed in a cell of which some are ticked: 健康（√）残疾（ ）, ☑小学 ☐初中, √是 否."""

import re

_TICKS = "√✓✔☑✅☒■●◉▣🗹"
_BOXES = "☐□○◯◻⬜▢"
_BRACKET = re.compile(rf"[(\[【]\s*([{_TICKS}{_BOXES}vV对是×xX✗✘_]?)\s*[)\]】]")
_RULED = re.compile(rf"_+\s*([{_TICKS}]?)\s*_+")
_BOX = re.compile(f"[{_TICKS}{_BOXES}]")
_PLAIN = re.compile("[√✓✔]")
_BETWEEN = re.compile(r"[\s、,;/|，；]+")
_EDGE = " 、,;/|，；.。:：_"
_NUMBER = re.compile(r"^(?:[(]?[0-9A-Ga-g]{1,2}[.、)]|[A-G](?=[\u4e00-\u9fff]))")
_YES = frozenset(_TICKS + "vV对是")


def ticked(text: str) -> str | None:
    """The options that are ticked, joined by 、 ("" where none is); None where no options are printed in the text."""
    text = _RULED.sub(r"(\1)", text)
    brackets = _BRACKET.findall(text)
    if any(sign in "xX" for sign in brackets if sign) and set(brackets) <= {"", "x", "X"} and "[" in text:
        # As programs print a box: [x] is ticked, [ ] is not; elsewhere × strikes out.
        text = re.sub(r"\[\s*[xX]\s*\]", "[√]", text)
    if len(brackets) > 1 or (brackets and (brackets[0] in _YES or text.endswith((")", "]", "】")))):
        return _named(_pairs(text, _BRACKET))
    boxes = _BOX.findall(text)
    if len(text) < 2 or not boxes:
        return None
    if any(box in _BOXES for box in boxes) or any(box not in "√✓✔" for box in boxes):
        return _named(_pairs(text, _BOX))
    parts = [part for part in _BETWEEN.split(text) if part]
    ends = all(_PLAIN.match(part) or _PLAIN.match(part[-1]) for part in parts if _PLAIN.search(part))
    return _named([(_PLAIN.sub("", part), "√" if _PLAIN.search(part) else "") for part in parts]) if ends else None


def chosen(text: str) -> str:
    """The text itself, or of options printed in it the ticked ones."""
    options = ticked(text)
    return text if options is None else options


def _pairs(text: str, mark: re.Pattern[str]) -> list[tuple[str, str]]:
    """Each option with its mark, which stands before all of them or behind all of them."""
    found = list(mark.finditer(text))
    signs = [(one[1] if mark.groups else one[0]) for one in found]
    before = not text[: found[0].start()].strip(_EDGE)
    starts = [one.end() for one in found] if before else [0, *(one.end() for one in found[:-1])]
    ends = [*(one.start() for one in found[1:]), len(text)] if before else [one.start() for one in found]
    options = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return list(zip(options, signs, strict=True))


def _named(pairs: list[tuple[str, str]]) -> str:
    named = [_NUMBER.sub("", option.strip(_EDGE)).strip(_EDGE) for option, sign in pairs if sign in _YES and sign]
    return "、".join(filter(None, named))
