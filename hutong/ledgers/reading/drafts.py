"""One row of a ledger, checked by itself: what it says and what is wrong with it."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from hutong.children.values.text import Cell, cell_text, or_none, squeeze
from hutong.children.values.vocabulary import FLAG, Words, label
from hutong.ledgers.reading.beside import Beside
from hutong.ledgers.reading.categories import CategoryReading, read_categories, read_flag
from hutong.ledgers.reading.cells import PLAIN_KINDS, Reader, reader_for
from hutong.ledgers.reading.ditto import Above
from hutong.ledgers.reading.family import read_lines
from hutong.ledgers.reading.identity import Identity, age_on, identity_reader
from hutong.ledgers.reading.left import FIELDS as LEFT_FIELDS
from hutong.ledgers.reading.left import LeftReader
from hutong.ledgers.reading.memory import Remembered
from hutong.ledgers.reading.messages import code_of, sentence, severity_of
from hutong.ledgers.reading.results import (
    CheckedRow,
    LedgerChild,
    Left,
    Problem,
    Understood,
    VillageMatch,
    VillageMatcher,
)
from hutong.ledgers.reading.rows import DataRow, data_rows
from hutong.ledgers.reading.sections import Said
from hutong.ledgers.reading.sheets import LedgerSheet
from hutong.ledgers.reading.villages import Villages

LONGEST_REMARK = 500
# 李明（已死亡）, not 李明（父亲去世）: what stands beside a name may say that the child is no longer there.
_GONE = re.compile(
    "(?<![父母亲方妈爸])(?<![父母亲方妈爸]已)(?:死亡|去世|已故|亡故|病故|夭折|迁[出走])|转出|退出|注销|销户"
)
OWN = frozenset({"name", "id_number", "serial"})
_PLACE_FAULTS = {"unknown": "place_unknown", "ambiguous": "place_ambiguous", "outside": "place_outside"}


class Drafter:
    """Reads the rows of one sheet into CheckedRows that are `new` or `refused`; what they are compared
    with (the file itself, the register) comes after."""

    def __init__(self, found: LedgerSheet, matcher: VillageMatcher, words: Words, on: date) -> None:
        self._found, self._words, self._on = found, words, on
        self._columns = found.columns()
        self._identity = identity_reader(words, on)
        self._categories = Remembered[Cell, CategoryReading](lambda cell: read_categories(cell_text(cell), words))
        self._readers: list[tuple[int, str, Reader]] = [
            (column, name, reader_for(words.columns[name], words))
            for name, column in self._columns.items()
            if words.columns[name].kind in PLAIN_KINDS
        ]
        self._flags = [(column, name) for name, column in self._columns.items() if name.startswith(FLAG)]
        self._places = Remembered[tuple[Cell, ...], tuple[VillageMatch, str]](self._find_place)
        self._by_address = "village" not in self._columns
        self._beside = Beside(found, words)
        self._left = LeftReader(self._columns, on) if LEFT_FIELDS & self._columns.keys() else None
        self._villages = self._find_township(matcher)

    @property
    def sheet(self) -> int:
        """Which sheet its table stands on."""
        return id(self._found.sheet)

    def rows(self) -> Iterator[CheckedRow]:
        """Every child's row of the table."""
        above = Above({column for name, column in self._columns.items() if name in OWN})
        for row in data_rows(self._found.table, self._found.taken, self._words, self._on):
            yield self._draft(above.filled(row))

    def _find_township(self, matcher: VillageMatcher) -> Villages:
        found = self._found
        said = (found.said["@township"] or "") if "@township" in found.said else None
        villages = Villages(matcher, found.sheet.name, found.table.header.titles, "village" in self._columns, said)
        if villages.township and said is None:
            name, line = villages.township
            found.understood.append(Understood("township", "@township", name, line.text, line.row or None))
        elif said is not None:
            found.understood.append(Understood("township", "@township", said or None, ""))
        return villages

    def _draft(self, row: DataRow) -> CheckedRow:
        get = self._getter(row.cells)
        problems: list[Problem] = []
        kind = self._id_kind(get("id_type"))
        other_papers = kind in ("hmt", "foreign")
        who = self._identity(get("name"), get("sex"), get("birth_date"), None if other_papers else get("id_number"))
        problems += [self._problem(*wrong) for wrong in who.wrong]
        said = self._beside.of(row.section)
        keys = self._take_categories(row.cells, said, who, problems)
        place = self._take_place(row, get, problems)
        facts = self._take_facts(row, problems, self._noted(who, problems))
        if kind and (other_papers or not who.id_number):
            facts["id_kind"] = kind
        if other_papers and (number := or_none(cell_text(get("id_number")))):
            facts["papers_number"] = number[:60]
        child = None
        if not any(problem.severity == "error" for problem in problems):
            child = self._child(who, keys, place, facts)
        noted = ("", who.note) if _GONE.search(who.note) else None
        if (left := (self._left and self._left.read(row.cells)) or noted) or said.left:
            return self._gone(row, Left(*(left or ("", "")), child))
        outcome = "new" if child else "refused"
        return CheckedRow(self._found.sheet.name, row.number, outcome, child, problems, key=self._found.key)

    def _gone(self, row: DataRow, left: Left) -> CheckedRow:
        problems = [self._problem("left_on", "left_in_ledger")]
        return CheckedRow(self._found.sheet.name, row.number, "refused", None, problems, key=self._found.key, left=left)

    def _getter(self, cells: list[Cell]) -> Callable[[str], Cell]:
        columns, width = self._columns, len(cells)

        def get(name: str) -> Cell:
            column = columns.get(name, width)
            return cells[column] if column < width else None

        return get

    def _child(
        self, who: Identity, keys: tuple[str, ...], place: VillageMatch, facts: dict[str, str]
    ) -> LedgerChild | None:
        if not (who.name and who.sex and who.birth_date and place.place_code is not None):
            return None
        statistical = str(place.statistical_code or place.place_code)
        return LedgerChild(who.name, who.sex, who.birth_date, who.id_number, place.place_code, statistical, keys, facts)

    def _problem(self, name: str, kind: str, detail: str = "") -> Problem:
        return problem(name, kind, detail, self._columns)

    def _id_kind(self, cell: Cell) -> str | None:
        text = cell_text(cell)
        return self._words.values["id_type"].get(text.replace(" ", "")) if text else None

    def _take_categories(
        self, cells: list[Cell], said: Said, who: Identity, problems: list[Problem]
    ) -> tuple[str, ...]:
        keys: set[str] = set()
        if said.sealed:
            problems.append(self._problem("categories", "sealed_in_ledger"))
        for name, found in self._category_cells(cells):
            if found.sealed:
                problems.append(self._problem(name, "sealed_in_ledger"))
            if found.unknown:
                problems.append(self._problem(name, "category_unknown", found.unknown))
            keys |= found.keys
        if not keys and said.category:
            keys.add(said.category)
        elif not keys and said.kinds:
            problems.append(self._problem("categories", "category_unsaid"))
        return self._within_age(keys, who, problems) if keys else ()

    def _category_cells(self, cells: list[Cell]) -> Iterator[tuple[str, CategoryReading]]:
        column = self._columns.get("categories")
        if column is not None and column < len(cells) and cells[column] is not None:
            yield "categories", self._categories[cells[column]]
        for column, name in self._flags:
            if column < len(cells) and cells[column] is not None:
                yield name, read_flag(cell_text(cells[column]), name.removeprefix(FLAG), self._words)

    def _within_age(self, keys: set[str], who: Identity, problems: list[Problem]) -> tuple[str, ...]:
        """Without the categories that ended on a birthday: the law, not the ledger, says how long they last."""
        age = age_on(who.birth_date, self._on) if who.birth_date else 0
        known = self._words.categories
        past = [key for key in known if key in keys and known[key].until_age <= age]
        if past and not any(problem.code == "age_over_limit" for problem in problems):
            ended = "、".join(known[key].label for key in past)
            years = known[past[0]].until_age
            problems.append(self._problem("categories", "category_age", f"{years}周岁，不再属于{ended}"))
        return tuple(key for key in known if key in keys and key not in past)

    def _take_place(self, row: DataRow, get: Callable[[str], Cell], problems: list[Problem]) -> VillageMatch:
        key = (
            get("village"),
            get("township"),
            get("county"),
            row.village,
            get("address") if self._by_address else None,
        )
        match, text = self._places[key]
        if match.status != "found":
            kind = _PLACE_FAULTS[match.status] if text else "place_missing"
            problems.append(self._problem("village", kind, text[:30]))
        return match

    def _find_place(self, key: tuple[Cell, ...]) -> tuple[VillageMatch, str]:
        village, township, county, heading, address = (or_none(squeeze(cell_text(cell))) or "" for cell in key)
        return self._villages.of_row(village, township, county, heading, address)

    def _noted(self, who: Identity, problems: list[Problem]) -> list[str]:
        """What stood around the child's name, for the remark."""
        if not who.note:
            return []
        if self._words.sealed.search(who.note):
            problems.append(self._problem("name", "sealed_in_ledger"))
            return []
        return [f"姓名：{who.note[:100]}"]

    def _take_facts(self, row: DataRow, problems: list[Problem], notes: list[str]) -> dict[str, str]:
        facts, told = self._read_cells(row.cells, problems)
        notes += told
        if row.more or "member_name" in self._columns:
            lines = [self._read_cells(cells, problems) for cells in row.more]
            family = read_lines([line for line, _ in lines], facts, self._words)
            notes += [note for _, more in lines for note in more] + family.notes
            if family.crowded:
                problems.append(self._problem("remark", "more_lines"))
        if notes:
            self._add_notes(facts, notes, problems)
        return facts

    def _read_cells(self, cells: list[Cell], problems: list[Problem]) -> tuple[dict[str, str], list[str]]:
        """The facts of one line, and what goes into the remark."""
        facts: dict[str, str] = {}
        derived: dict[str, str] = {}
        notes: list[str] = []
        width = len(cells)
        for column, name, read in self._readers:
            if column < width and (cell := cells[column]) is not None:
                value, more, note, wrong = read[cell]
                if value is not None:
                    facts[name] = value
                if more:
                    derived.update(more)
                if note:
                    notes.append(note)
                if wrong:
                    problems.append(self._problem(name, *wrong))
        if derived:
            facts = derived | facts
        return facts, notes

    def _add_notes(self, facts: dict[str, str], notes: list[str], problems: list[Problem]) -> None:
        remark = "；".join(filter(None, [facts.get("remark"), *notes]))
        if len(remark) > LONGEST_REMARK:
            problems.append(self._problem("remark", "text_too_long", str(LONGEST_REMARK)))
        facts["remark"] = remark[:LONGEST_REMARK]


def problem(name: str, kind: str, detail: str, columns: dict[str, int]) -> Problem:
    """A problem of a field, standing in its column or, where the ledger has none, in the name's."""
    column = columns.get(name, columns.get("name"))
    text = sentence(kind, detail)
    return Problem(
        name, code_of(kind), severity_of(kind), text if name in columns else f"{label(name)}：{text}", column
    )
