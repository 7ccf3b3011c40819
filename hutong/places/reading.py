"""Pinyin and initials of place names: pypinyin, corrected by data/readings.csv."""

import csv
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pypinyin import lazy_pinyin

from hutong.places.data import folder


class Reading(NamedTuple):
    """A name in letters without spaces, and its first letters: wanbaozhen, wbz. ü is v, as people type it."""

    pinyin: str
    initials: str


def read(name: str, stem: str) -> Reading:
    """The reading of a name. stem: the short name it begins with, read once for all names that share it."""
    head = stem if stem and name.startswith(stem) else ""
    parts = [*_syllables(head), *_syllables(name[len(head) :])]
    return Reading("".join(parts), "".join(part[0] for part in parts))


@cache
def _syllables(text: str) -> tuple[str, ...]:
    spoken = lazy_pinyin(text, errors=list)
    for wrong, right in _corrections():
        if wrong in text and len(spoken) == len(text):
            _correct(text, spoken, wrong, right)
    return tuple(_plain(spoken))


def _correct(text: str, spoken: list[str], wrong: str, right: list[str]) -> None:
    at = text.find(wrong)
    while at >= 0:
        spoken[at : at + len(wrong)] = right
        at = text.find(wrong, at + len(wrong))


def _plain(spoken: Iterable[str]) -> Iterable[str]:
    kept = ("".join(letter for letter in part if letter.isascii() and letter.isalnum()) for part in spoken)
    return (part.lower() for part in kept if part)


@cache
def _corrections() -> list[tuple[str, list[str]]]:
    with (folder() / "readings.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["文字"], row["读音"].split()) for row in csv.DictReader(file)]
    # Longer texts last, so that 长子 (zhang zi) outweighs 长 (chang).
    return sorted(rows, key=lambda row: len(row[0]))
