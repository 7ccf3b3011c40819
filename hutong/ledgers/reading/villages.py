"""Which village a row belongs to: its own cell, the section line, the sheet's name, the title, the address."""

import re

from hutong.children.values.text import squeeze
from hutong.ledgers.reading.results import Match, VillageMatch, VillageMatcher

UNKNOWN: VillageMatch = Match("unknown")
_IN_TEXT = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:村民委员会|村委会|居民委员会|居委会|(?<!农)村(?!民)|社区|嘎查)")
_NUMBERED = re.compile(r"^(?:[0-9]+|[一二三四五六七八九十]+)[.、)]|[(].*$|[:：].*$|[0-9]+人?$")
_LABEL = re.compile(r"^.*(?:单位|名称|村居|村社区)[:：]")


class Villages:
    """Finds villages for the rows of one sheet; the matcher is asked once a text."""

    def __init__(self, matcher: VillageMatcher, sheet: str | None, titles: tuple[str, ...], by_column: bool) -> None:
        self._matcher = matcher
        self._texts: dict[str, VillageMatch] = {}
        self._by_column = by_column
        self._of_sheet = self._from_sheet(sheet or "", titles)

    def of_row(self, village: str, township: str, county: str, heading: str, address: str) -> tuple[VillageMatch, str]:
        """(the match, the text it was made from); the text is empty when nothing names a village."""
        if village:
            return self._named(village, township, county)
        if not self._by_column:
            match = self._in_line(heading)
            if match.status == "found":
                return match, heading
        if self._of_sheet[0].status != "unknown":
            return self._of_sheet
        for text in _IN_TEXT.findall(address):
            if self._ask(text).status == "found":
                return self._ask(text), text
        if township and self._ask(township).status in ("found", "outside"):
            return self._ask(township), township
        return self._ask(""), ""

    def _named(self, village: str, township: str, county: str) -> tuple[VillageMatch, str]:
        above = county + township
        if above and village not in above:
            match = self._ask(above + village)
            if match.status != "unknown":
                return match, above + village
            if township and self._ask(above).status == "outside":
                return self._ask(above), above + village
        return self._ask(village), village

    def _from_sheet(self, sheet: str, titles: tuple[str, ...]) -> tuple[VillageMatch, str]:
        match = self._in_line(sheet) if sheet else UNKNOWN
        if match.status == "found" or (match.status != "unknown" and not self._by_column):
            return match, squeeze(sheet)
        for title in titles:
            match = self._in_line(title)
            if match.status == "found":
                return match, title
        return UNKNOWN, ""

    def _in_line(self, line: str) -> VillageMatch:
        """A village named by a sheet's name, a section line, or inside a title."""
        bare = _NUMBERED.sub("", _NUMBERED.sub("", _LABEL.sub("", squeeze(line))))
        candidates = [bare] if 2 <= len(bare) <= 15 else []
        for text in (*candidates, *_IN_TEXT.findall(squeeze(line))):
            match = self._ask(text)
            if match.status != "unknown":
                return match
        return UNKNOWN

    def _ask(self, text: str) -> VillageMatch:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._matcher.match(text)
        return found
