"""Categories of children as offices write them: 农村留守儿童、困境儿童, 孤儿（散居）, √ in a column of its own."""

import re
from typing import NamedTuple

from hutong.children.values.text import or_none, squeeze
from hutong.children.values.vocabulary import Words, plain_label, without_notes
from hutong.ledgers.reading.options import chosen

_BETWEEN = re.compile(r"[、,;/|+\s。·]+")
_BRACKET = re.compile("([()])")
_AND = re.compile("[和及与兼且]")
_NUMBERED = re.compile(r"^(?:\(?[0-9]{1,2}[.、)]|[①-⑳])")
_INSIDE = re.compile(r"\(([^()]*)\)")


class CategoryReading(NamedTuple):
    """The categories' keys, the first text that is none, and whether a sealed one was written (and left out)."""

    keys: frozenset[str] = frozenset()
    unknown: str | None = None
    sealed: bool = False


def read_categories(text: str, words: Words) -> CategoryReading:
    """Splits at 、 , ; / + blanks (and 和 及 与 where a part is unknown); sealed categories are dropped. Of options printed in
    the cell only the ticked ones count."""
    text = chosen(text)
    if or_none(text) is None:
        return CategoryReading()
    keys: set[str] = set()
    sealed = False
    for part in _parts(text, words):
        hidden, found = _look_up(part, words)
        sealed = sealed or hidden
        if not found and not hidden:
            return CategoryReading(unknown=part[:20], sealed=sealed)
        keys |= found
    return CategoryReading(frozenset(keys), sealed=sealed)


def read_flag(text: str, key: str, words: Words) -> CategoryReading:
    """A cell of a column that is headed by one category: √ or 是, or the kind written out."""
    flags = words.values["flag"]
    answer = flags.get(squeeze(text)) or flags.get(squeeze(chosen(text)))
    if answer is None and or_none(text):
        return read_categories(text, words)
    if answer != "yes":
        return CategoryReading()
    sealed = words.categories[key].sealed
    return CategoryReading(frozenset() if sealed else frozenset({key}), sealed=sealed)


def _parts(text: str, words: Words) -> list[str]:
    if plain_label(text) in words.category_words:
        return [text]
    parts: list[str] = []
    for part in (_NUMBERED.sub("", part) for part in _split(text)):
        known = any(_look_up(part, words))
        parts += [part] if known else _AND.split(part)
    return [part for part in parts if part]


def _split(text: str) -> list[str]:
    """At the signs between parts, where the next bracket behind is none that closes: a note stays with its part. Each sign is looked
    at once; an expression that looks for the bracket from each of them takes hours of a cell of signs."""
    pieces, parts = [*_BRACKET.split(text), ""], [""]
    for piece, bracket in zip(pieces[::2], pieces[1::2], strict=True):
        first, *others = [piece] if bracket == ")" else _BETWEEN.split(piece)
        parts[-1] += first
        parts += others
        parts[-1] += bracket
    return parts


def _notes(part: str) -> list[str]:
    return [note for inside in _INSIDE.findall(part) for note in re.split("[、,;/ ]+", inside)]


def _look_up(part: str, words: Words) -> tuple[bool, set[str]]:
    """(whether something sealed stands in it, the keys it names)."""
    whole = words.category_words.get(plain_label(part))
    named = [whole] if whole else [words.category_words.get(without_notes(part))]
    if not whole and named[0]:
        named += [words.category_words.get(plain_label(note)) for note in _notes(part)]
    found = [words.categories[key] for key in named if key]
    hidden = any(category.sealed for category in found) or (not found and bool(words.sealed.search(part)))
    return hidden or bool(words.sealed.search(part)), {category.key for category in found if not category.sealed}
