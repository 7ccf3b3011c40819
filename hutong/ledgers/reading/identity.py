"""Who a row is about: name, sex, birth date and ID number, read together because each confirms the others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hutong.children.values.id_number import IdReading, read_id_number
from hutong.children.values.names import is_name, noted_name
from hutong.children.values.text import ERRORS, Cell, cell_text, has_nul, squeeze
from hutong.children.values.vocabulary import Words
from hutong.ledgers.reading.date_shapes import DateReading
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.memory import Remembered
from hutong.ledgers.reading.options import chosen

ADULT = 18
Sex = Literal["male", "female"]
Wrong = tuple[str, str, str]  # field, kind of problem, detail
_SEX_WORDS = {"male": "男", "female": "女"}


@dataclass(slots=True)
class Identity:
    """What is known for certain, and everything wrong; incomplete when something is."""

    name: str | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    id_number: str | None = None
    note: str = ""  # what stood around the name: 小名毛毛
    wrong: list[Wrong] = field(default_factory=list)


def age_on(birth_date: date, on: date) -> int:
    """Full years; the birthday itself counts."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def identity_reader(words: Words, on: date) -> Callable[[Cell, Cell, Cell, Cell], Identity]:
    """Reads (name, sex, birth date, ID number) cells. A broken number suppresses what would be derived from it."""
    sexes = words.values["sex"]
    said: Remembered[Cell, str | None] = Remembered(lambda cell: sexes.get(squeeze(chosen(cell_text(cell)))))
    dates: Remembered[Cell, DateReading] = Remembered(read_date)

    def read(name: Cell, sex: Cell, born: Cell, number: Cell) -> Identity:
        who = Identity()
        _take_name(who, name)
        paper = IdReading(problem="formula_failed") if _failed(number) else read_id_number(number)
        who.id_number = paper.number
        if paper.problem:
            who.wrong.append(("id_number", paper.problem, str(paper.length or "")))
        _take_birth_date(who, dates[born], paper, on)
        _take_sex(who, said[sex], paper)
        return who

    return read


def _failed(cell: Cell) -> bool:
    """Whether a cell holds what Excel shows where a formula has no result."""
    return isinstance(cell, str) and cell in ERRORS


def _take_name(who: Identity, cell: Cell) -> None:
    if has_nul(cell) or _failed(cell):
        who.wrong.append(("name", "formula_failed" if _failed(cell) else "text_invalid", ""))
        return
    who.name, who.note, several = noted_name(cell)
    if who.name is None:
        who.wrong.append(("name", "name_missing", ""))
    elif several:
        who.wrong.append(("name", "name_several", ""))
    elif not is_name(who.name):
        who.wrong.append(("name", "name_invalid", ""))


def _take_sex(who: Identity, said: str | None, paper: IdReading) -> None:
    known = said or paper.sex
    if known:
        who.sex = "male" if known == "male" else "female"
    elif not paper.problem:
        who.wrong.append(("sex", "sex_missing", ""))
    if said and paper.sex and said != paper.sex:
        who.wrong.append(("sex", "id_sex_mismatch", _SEX_WORDS[paper.sex]))


def _take_birth_date(who: Identity, reading: DateReading, paper: IdReading, on: date) -> None:
    kind = _kind_of_fault(reading, paper)
    if kind:
        detail = paper.birth_date.isoformat() if paper.birth_date else ""
        who.wrong.append(("birth_date", kind, detail))
        return
    who.birth_date = paper.birth_date or reading.exact
    if who.birth_date and who.birth_date > on:
        who.wrong.append(("birth_date", "date_future", on.isoformat()))
    elif who.birth_date and age_on(who.birth_date, on) >= ADULT:
        who.wrong.append(("birth_date", "age_over_limit", str(age_on(who.birth_date, on))))


def _kind_of_fault(reading: DateReading, paper: IdReading) -> str | None:
    if reading.unreadable:
        return "date_unreadable"
    if reading.exact:
        told = paper.birth_date
        return None if told in (None, reading.exact) or reading.confirmed_by(told) else "id_birth_mismatch"
    if paper.birth_date is None:  # a broken number would have told the date: do not complain twice
        return None if paper.problem else "date_missing" if reading.blank else "date_incomplete"
    if reading.blank or reading.confirmed_by(paper.birth_date):
        return None
    return "id_birth_mismatch" if all(day is None for _, _, day in reading.patterns) else "date_unreadable"
