"""What stands beside the columns of a table: the category of its title, its sheet's name and its section lines, and whether these
children have left. What was read is kept for the mapping screen; what a person said goes before it."""

from collections.abc import Iterable, Iterator

from hutong.children.values.vocabulary import FLAG, Words
from hutong.ledgers.reading.header import Line
from hutong.ledgers.reading.results import Understood
from hutong.ledgers.reading.sections import SILENT, Said, say
from hutong.ledgers.reading.sheets import LedgerSheet

MOST_TOLD = 100
CATEGORIES, LEFT = "@categories", "@left"


class Beside:
    """Asked for each row by its section line; each line is read once."""

    def __init__(self, found: LedgerSheet, words: Words) -> None:
        self._found, self._words = found, words
        self._has_column = any(
            name and (name == "categories" or name.startswith(FLAG)) for name in found.taken.values()
        )
        self._of_table = self._corrected(self._read_table(), "")
        self._sections: dict[int, Said] = {}

    def of(self, section: Line | None) -> Said:
        """What is said of the rows below a section line, or below none."""
        if section is None:
            return self._of_table
        known = self._sections.get(section.row)
        if known is None:
            known = self._sections[section.row] = self._read_section(section)
        return known

    def _read_table(self) -> Said:
        """The title nearest to the header that names one kind; else the sheet's name; else that they name several."""
        header = self._found.table.header
        groups = {path[0] for path in header.paths.values() if len(path) > 1}
        over = [
            Line(header.rows[0], group) for group in groups if len(groups) == 1
        ]  # 困境儿童 over all columns of a table
        lines = [*over, *reversed(header.titles), *self._sheet_name()]
        said = [(line, say(line.text)) for line in lines]
        if not self._has_column:
            self._tell_categories(said)
        gone = next(((line, one) for line, one in said if one.left), None)
        staying = any(one.here for _, one in said)
        if gone and not staying:
            self._tell("left", LEFT, "yes", gone[0])
        kind = _first(one for _, one in said if one.category) or _first(one for _, one in said if one.kinds) or SILENT
        sealed = any(one.sealed for _, one in said)
        return Said(
            None if self._has_column else kind.category,
            bool(kind.kinds and not self._has_column),
            sealed,
            bool(gone and not staying),
        )

    def _sheet_name(self) -> Iterator[Line]:
        if self._found.sheet.name:
            yield Line(0, self._found.sheet.name)

    def _tell_categories(self, said: list[tuple[Line, Said]]) -> None:
        told = next((one for one in said if one[1].category), None) or next((one for one in said if one[1].kinds), None)
        if told:
            self._tell("categories", CATEGORIES, told[1].category, told[0])
        else:
            self._found.understood.append(Understood("categories", CATEGORIES, None, ""))

    def _read_section(self, section: Line) -> Said:
        said = say(section.text)
        if said.kinds:
            self._tell("categories", f"{CATEGORIES}{section.row}", said.category, section)
        if said.left:
            self._tell("left", f"{LEFT}{section.row}", "yes", section)
        corrected = self._corrected(said, str(section.row))
        table = self._of_table
        if said.kinds or corrected is not said:
            return Said(
                corrected.category, corrected.kinds, said.sealed, corrected.left or (table.left and not said.here)
            )
        return Said(
            table.category, table.kinds, said.sealed or table.sealed, corrected.left or (table.left and not said.here)
        )

    def _tell(self, what: str, key: str, value: str | None, line: Line) -> None:
        if len(self._found.understood) < MOST_TOLD:
            self._found.understood.append(Understood(what, key, value, line.text[:100], line.row or None))  # type: ignore[arg-type]  # one of its literals

    def _corrected(self, said: Said, row: str) -> Said:
        given = self._found.said
        category, kinds, left = said.category, said.kinds, said.left
        if CATEGORIES + row in given:
            category, kinds = given[CATEGORIES + row], False
        if LEFT + row in given:
            left = bool(given[LEFT + row])
        if (category, kinds, left) == (said.category, said.kinds, said.left):
            return said
        return Said(category, kinds, said.sealed, left)


def _first(found: Iterable[Said]) -> Said | None:
    return next(iter(found), None)
