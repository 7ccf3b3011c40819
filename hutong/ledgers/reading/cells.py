"""Reading the cells of the plain fields into normal strings; the identifying fields have modules of their own."""

import re
from collections.abc import Callable
from typing import NamedTuple

from hutong.children.values.id_number import read_id_number
from hutong.children.values.names import read_name
from hutong.children.values.phones import PLAIN_MOBILE, read_phone
from hutong.children.values.text import ERRORS, Cell, cell_text, has_nul, or_none, squeeze
from hutong.children.values.vocabulary import Column, Words
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.health import read_health
from hutong.ledgers.reading.memory import Remembered
from hutong.ledgers.reading.options import chosen
from hutong.ledgers.reading.persons import read_people
from hutong.ledgers.reading.schooling import split_schooling

_SPLIT = re.compile(r"[、，,;/|+\s。]+")
_PASSPORT = re.compile(r"[A-Z]{1,3}[0-9]{6,9}")
_NUMBER = re.compile(r"(?:约|共|大约)?([0-9]+(?:\.[0-9]+)?)(万?)(?:余|多)?(?:元|人|口|口人|块)?(?:/?(?:年|每年))?")
_ONE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")


class Reading(NamedTuple):
    """A cell read: its value, other facts in it, a note for the remark, and what is wrong (kind, detail)."""

    value: str | None = None
    derived: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    wrong: tuple[str, str] | None = None


Reader = Remembered[Cell, Reading]
_WITH_OPTIONS = frozenset({"text", "note", "value", "values", "schooling", "health"})
_EMPTY = Reading()


def reader_for(column: Column, words: Words) -> Reader:
    """reader[cell]: what a cell of this column says."""
    read = _KINDS[column.kind]

    def one(cell: Cell) -> Reading:
        return _guarded(read, cell, column, words)

    def one_phone(cell: Cell) -> Reading:
        return Reading(cell) if isinstance(cell, str) and PLAIN_MOBILE.fullmatch(cell) else one(cell)

    # Phones hardly repeat; siblings stand near each other.
    return Remembered(one_phone, most=1_000) if column.kind == "phone" else Remembered(one)


def _guarded(read: Callable[[str, Cell, Column, Words], Reading], cell: Cell, column: Column, words: Words) -> Reading:
    if has_nul(cell):
        return Reading(wrong=("text_invalid", ""))
    if isinstance(cell, str) and cell in ERRORS:
        return Reading(wrong=("formula_blank", ""))
    text = or_none(cell_text(cell))
    if text and column.kind in _WITH_OPTIONS:
        text = or_none(chosen(text))
    if text is None:
        return _EMPTY
    if column.kind != "phone" and words.sealed.search(text):
        return Reading(wrong=("sealed_in_ledger", ""))
    reading = read(text, cell, column, words)
    if column.longest and reading.value and len(reading.value) > column.longest:
        return reading._replace(value=reading.value[: column.longest], wrong=("text_too_long", str(column.longest)))
    return reading


def _read_text(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    return Reading(text)


def _read_note(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    return Reading(note=f"{column.label}：{text[: column.longest]}")


def _read_value(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    name = column.field if column.field in words.values else column.field.rpartition("_")[2]
    known = words.values[name]
    key = known.get(squeeze(text))
    if key is None and name == "ethnicity":
        return Reading(text)
    if key is None and "other" in known.values():
        key = "other"
    if key is None:
        return Reading(note=f"{column.label}：{text}", wrong=("value_unknown", text))
    if key == "" or (key == "other" and text != words.labels[name, "other"]):
        return Reading(key or None, note=f"{column.label}：{text}")
    return Reading(key)


def _read_values(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    known = words.values[column.field]
    parts = [text] if squeeze(text) in known else [part for part in _SPLIT.split(text) if part]
    keys = {known[squeeze(part)] for part in parts if known.get(squeeze(part))}
    rest = "、".join(part for part in parts if not known.get(squeeze(part)))
    if len(keys) > 1:
        keys.discard("none")
    return Reading(",".join(sorted(keys)) or None, note=f"{column.label}：{rest}" if rest else None)


def _read_number(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    bare = text.replace(",", "").replace(" ", "")
    match = _NUMBER.fullmatch(bare) if len(bare) < 20 else None
    found = str(round(float(match[1]) * (10_000 if match[2] else 1))) if match else ""
    if not found or len(found) > column.longest:
        return Reading(note=f"{column.label}：{text[:100]}")
    return Reading(found)


def _read_day(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    """A day; a month alone counts from its first, and what is less is kept as a note."""
    found = read_date(cell)
    if found.exact:
        return Reading(found.exact.isoformat())
    if len(found.patterns) == 1 and found.patterns[0][1] and found.patterns[0][2] is None:
        year, month, _ = found.patterns[0]
        return Reading(f"{year}-{month:02d}-01")
    return Reading(note=f"{column.label}：{text[:100]}")


def _read_phone(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    number, valid = read_phone(cell)
    return Reading(number) if valid else Reading(number, wrong=("phone_invalid", ""))


def _read_adult_id(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    found = read_id_number(cell)
    bare = re.sub(r"[\s-]", "", text).upper()
    if found.problem and _PASSPORT.fullmatch(bare):
        return Reading(bare)
    return Reading(found.number, wrong=("related_id_invalid", "") if found.problem else None)


def _read_name(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    """A relative's name; with what else people write into its cell put where it belongs, and no number left in it."""
    if text in words.values["no_name"]:
        return Reading(note=f"{column.label}：{text}", wrong=("value_unknown", text))
    if _ONE_NAME.fullmatch(text) and text not in words.values["relation"]:
        return Reading(read_name(cell))
    person = column.field.rpartition("_")[0]
    told = read_people(text, words)
    first, *others = told.people or (None,)
    derived = [(f"{person}_phone", "、".join(told.phones)), (f"{person}_id_number", "".join(told.numbers[:1]))]
    notes = [first.note, *(f"另有{other.told()}" for other in others if other)] if first else []
    if first and (key := words.values["relation"].get(first.relation.replace(" ", ""))):
        derived.append((f"{person}_relation", key))
        if f"{person}_relation" not in words.columns:
            notes.insert(0, first.relation)
    note = "、".join(filter(None, notes))
    return Reading(
        first.name if first else None,
        tuple((name, value) for name, value in derived if value and name in words.columns),
        f"{column.label}：{note}" if note else None,
        ("phone_invalid", "") if told.broken else None,
    )


def _read_schooling(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    found, note = split_schooling(text, column.field, words.values["schooling"])
    own = found.pop(column.field, None)
    said = note and words.values["schooling"].get(squeeze(text)) is None
    wrong = ("value_unknown", text) if said and not own and not found else None
    return Reading(own, tuple(found.items()), f"{column.label}：{text}" if note else None, wrong)


def _read_health(text: str, cell: Cell, column: Column, words: Words) -> Reading:
    if squeeze(text) in words.values["flag"]:  # √ under 健康状况: of what, nobody knows
        return Reading(note=f"{column.label}：{text}", wrong=("value_unknown", text))
    found = read_health(text, words)
    note = f"{column.label}：{text}" if found.unsaid else None
    return Reading(found.key, found.derived, note, ("value_unknown", text) if found.unknown else None)


_KINDS: dict[str, Callable[[str, Cell, Column, Words], Reading]] = {
    "text": _read_text,
    "note": _read_note,
    "value": _read_value,
    "values": _read_values,
    "number": _read_number,
    "day": _read_day,
    "phone": _read_phone,
    "adult_id": _read_adult_id,
    "name": _read_name,
    "schooling": _read_schooling,
    "health": _read_health,
}
PLAIN_KINDS = frozenset(_KINDS)
