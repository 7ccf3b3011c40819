"""Pinyin and initials of place names: pypinyin, corrected by data/readings.csv."""

import csv
from functools import cache
from typing import Any, NamedTuple

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from hutong.places.data import folder
from hutong.places.names import normalise

LONGEST = max(map(len, PHRASES_DICT))


class Reading(NamedTuple):
    """A name in letters without spaces, and its first letters: wanbaozhen, wbz. ü is v, as people type it."""

    pinyin: str
    initials: str


def read(name: str, stem: str) -> Reading:
    """The reading of a name. stem: the short name it begins with, read once for all names that share it."""
    name = normalise(name)
    head = stem if stem and name.startswith(stem) else ""
    parts = [*_syllables(head), *_syllables(name[len(head) :])]
    return Reading("".join(parts), "".join(part[0] for part in parts))


@cache
def _syllables(text: str) -> tuple[str, ...]:
    spoken = _spoken(text)
    for wrong, right in _corrections():
        if wrong in text and len(spoken) == len(text):
            _correct(text, spoken, wrong, right)
    return tuple(filter(None, map(_plain, spoken)))


def _spoken(text: str) -> list[str]:
    """What pypinyin says; a text without any of its phrases is read by the character, five times as fast."""
    ends = range(2, LONGEST + 1)
    if any(text[start : start + length] in PHRASES_DICT for start in range(len(text) - 1) for length in ends):
        return lazy_pinyin(text, errors=_characters)
    return [_character(character) for character in text]


@cache
def _character(character: str) -> str:
    return lazy_pinyin(character, errors=_characters)[0]


def _characters(unread: str) -> Any:
    # pypinyin takes a list as well, though its types say text; so every character keeps its place.
    return list(unread)


def _correct(text: str, spoken: list[str], wrong: str, right: list[str]) -> None:
    at = text.find(wrong)
    while at >= 0:
        spoken[at : at + len(wrong)] = right
        at = text.find(wrong, at + len(wrong))


@cache
def _plain(syllable: str) -> str:
    return "".join(letter for letter in syllable.lower() if letter.isascii() and letter.isalnum())


@cache
def _corrections() -> list[tuple[str, list[str]]]:
    with (folder() / "readings.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["文字"], row["读音"].split()) for row in csv.DictReader(file)]
    # Longer texts last, so that 长子 (zhang zi) outweighs 长 (chang).
    return sorted(rows, key=lambda row: len(row[0]))
