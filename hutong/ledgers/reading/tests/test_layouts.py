"""Layouts of offices that nobody here drew: tests/ledgers/layouts, each file with what a correct import says of it.

The key of a row holds the contract's part, `facts` what the contract does not print (a list: words that must be kept, {"not"}: a
value it must not have); where `exact` is false more than one reading of the problems is right, an `optional` row may be
absent, and `unreadable` files are refused in a sentence.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.results import CheckedLedger, CheckedRow
from hutong.ledgers.reading.tests.support import KEY_DAY, LEDGERS, FakeRegister, codes
from hutong.places.tests.test_matching import index

FOLDER = LEDGERS / "layouts"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def checked(path: Path, place: str) -> CheckedLedger:
    code = int(place.ljust(12, "0"))
    return check(read(path), index(code, code // 10**6 * 10**6), FakeRegister(), KEY_DAY)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_layout_of_another_office(path: Path) -> None:
    key = json.loads((FOLDER / f"{path.name}.key.json").read_text(encoding="utf-8"))
    if key.get("unreadable"):
        with pytest.raises(LedgerError, match=r"。$"):
            checked(path, key["place"])
        return
    rows = list(checked(path, key["place"]).rows)
    for one in key["rows"]:
        row = _taken(rows, one)
        assert row or one.get("optional"), f"no row {one['row']}"
        if row:
            _expect(row, one)
    assert [(row.child and row.child.name, row.outcome) for row in rows] == [
        (one["name"], "new") for one in key.get("right_hand", ())
    ]


def _taken(rows: list[CheckedRow], wanted: dict[str, Any]) -> CheckedRow | None:
    at = next((at for at, row in enumerate(rows) if (row.sheet, row.row) == (wanted["sheet"], wanted["row"])), None)
    return None if at is None else rows.pop(at)


def _expect(row: CheckedRow, wanted: dict[str, Any]) -> None:
    assert row.outcome == wanted["outcome"], codes(row)
    if wanted.get("exact", True):
        assert codes(row) == wanted["problems"]
    child = row.child
    if wanted["child"] is None:
        assert child is None
        return
    assert child
    found = {
        "name": child.name,
        "sex": child.sex,
        "birth_date": child.birth_date.isoformat(),
        "id_number": child.id_number,
        "statistical_code": child.statistical_code,
        "categories": list(child.categories),
    }
    assert {name: found[name] for name in wanted["child"]} == wanted["child"]
    for name, value in (wanted.get("facts") or {}).items():
        _expect_fact(child.facts, name, value)


def _expect_fact(facts: dict[str, str], name: str, wanted: Any) -> None:
    if isinstance(wanted, dict):
        assert facts.get(name) != wanted["not"]
    elif isinstance(wanted, list):
        assert all(word in (facts.get(name) or facts.get("remark", "")) for word in wanted)
    else:
        assert facts.get(name) == wanted
