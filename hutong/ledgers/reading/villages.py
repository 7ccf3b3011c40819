"""Which village a row belongs to: its own cell, the section line, the sheet's name, the title, the address; and which township
its sheet is of."""

from collections.abc import Iterable

from hutong.children.values.text import squeeze
from hutong.ledgers.reading.header import Line
from hutong.ledgers.reading.results import Match, VillageMatch, VillageMatcher
from hutong.ledgers.reading.village_texts import IN_TEXT, line_texts, spellings, units

UNKNOWN: VillageMatch = Match("unknown")
OUTSIDE: VillageMatch = Match("outside")
Township = tuple[str, Line]  # its name, and where it is said


class Villages:
    """Finds villages for the rows of one table; the matcher is asked once a text."""

    def __init__(
        self, matcher: VillageMatcher, sheet: str | None, titles: Iterable[Line], by_column: bool, township: str | None
    ) -> None:
        """township: what a person said of the table ("" for none), None where nobody did."""
        self._matcher = matcher
        self._texts: dict[str, VillageMatch] = {}
        self._headings: dict[str, str] = {}
        self._by_column = by_column
        lines = [Line(0, sheet or ""), *titles]
        self.township: Township | None = self._township_in(lines) if township is None else (township, Line(0, ""))
        self._above = self.township[0] if self.township else ""
        self._foreign = bool(self._above) and matcher.unit(self._above) == "outside"
        self._of_sheet = self._from_lines(lines)

    def of_row(self, village: str, township: str, county: str, heading: str, address: str) -> tuple[VillageMatch, str]:
        """(the match, the text it was made from); the text is empty when nothing names a village."""
        if village:
            return self._named(village, township or self._of_heading(heading), county)
        if not self._by_column:
            match = self._in_line(heading)
            if match.status == "found":
                return match, heading
        if self._of_sheet[0].status != "unknown":
            return self._of_sheet
        for text in IN_TEXT.findall(address):
            if self._spelt(text).status == "found":
                return self._spelt(text), text
        if township and self._ask(township).status in ("found", "outside"):
            return self._ask(township), township
        return (OUTSIDE, self._above) if self._foreign else (self._ask(""), "")

    def _of_heading(self, heading: str) -> str:
        """The township that a section line says: 一、烧锅镇."""
        if heading not in self._headings:
            found = self._township_in([Line(1, heading)]) if heading else None
            self._headings[heading] = found[0] if found else ""
        return self._headings[heading]

    def _named(self, village: str, township: str, county: str) -> tuple[VillageMatch, str]:
        above = county + township
        if above and village not in above:
            match = self._spelt(village, above)
            if match.status != "unknown":
                return match, above + village
            if township and self._ask(above).status == "outside":
                return self._ask(above), above + village
        if not township and self._above:
            match = self._spelt(village, self._above)
            if match.status != "unknown" or self._foreign:
                return (OUTSIDE if match.status == "unknown" else match), self._above + village
        return self._spelt(village), village

    def _spelt(self, text: str, above: str = "") -> VillageMatch:
        """The first way of writing it that says something; one that names its township itself needs none in front."""
        names_own = above and any(self._matcher.unit(unit) != "unknown" for unit in units(text))
        first = UNKNOWN
        for spelling in spellings(text):
            match = self._ask(spelling if names_own else above + spelling)
            if match.status == "found":
                return match
            first = match if first.status == "unknown" and spelling in (text, squeeze(text)) else first
            if first.status != "unknown":
                return first
        return first

    def _from_lines(self, lines: list[Line]) -> tuple[VillageMatch, str]:
        sheet = lines[0].text
        match = self._in_line(sheet) if sheet else UNKNOWN
        if match.status == "found" or (match.status != "unknown" and not self._by_column):
            return match, squeeze(sheet)
        for line in lines[1:]:
            match = self._in_line(line.text)
            if match.status == "found":
                return match, line.text
        return UNKNOWN, ""

    def _in_line(self, line: str) -> VillageMatch:
        """A village named by a sheet's name, a section line, or inside a title."""
        for text in line_texts(line):
            match = self._spelt(text, self._above)
            if match.status == "unknown" and self._above:
                match = self._spelt(text)
            if match.status != "unknown":
                return match
        return UNKNOWN

    def _township_in(self, lines: list[Line]) -> Township | None:
        """The one township that titles or the sheet's name say; that of the title where they differ. None where a line
        says the ledger's own as well."""
        told = [(name, line) for line in lines for name in self._units_of(line)]
        deepest = [one for one in told if one[0].endswith(("乡", "镇", "街道", "苏木", "办事处", "场"))] or told
        states = {name: self._matcher.unit(name) for name, _ in deepest}
        if "own" in states.values():
            return None
        names = [one for one in deepest if states[one[0]] == "inside"] or deepest
        titled = [one for one in names if one[1].row] or names
        return titled[0] if len({name for name, _ in titled}) == 1 else None

    def _units_of(self, line: Line) -> list[str]:
        whole = next(line_texts(line.text), "") if line.row == 0 else ""
        if whole and self._matcher.unit(whole) == "inside":
            return [whole]  # a sheet is called 烧锅
        found: list[str] = []
        for text in sorted(units(line.text), key=len, reverse=True):
            if len(text) > 2 and not any(text in longer for longer in found) and self._matcher.unit(text) != "unknown":
                found.append(text)
        return found

    def _ask(self, text: str) -> VillageMatch:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._matcher.match(text)
        return found
