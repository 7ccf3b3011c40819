"""What a correct import of the four sample ledgers says."""

import json

import pytest

from hutong.ledgers.reading.answer import as_json
from hutong.ledgers.reading.tests.support import (
    KAOSHAN,
    LEDGERS,
    LIANGBING,
    WANBAO,
    FakeRegister,
    after_import,
    check_file,
)


def answered(name: str, township: int, register: FakeRegister | None = None) -> dict:
    return as_json(check_file(LEDGERS / name, township, register), name)


def expect_key(answer: dict, name: str) -> None:
    key = json.loads((LEDGERS / f"{name}.key.json").read_text(encoding="utf-8"))
    assert {k: v for k, v in answer["totals"].items() if v} == key["totals"]
    assert len(answer["rows"]) == len(key["rows"])
    for row, wanted in zip(answer["rows"], key["rows"], strict=True):
        assert (row["sheet"], row["row"], row["outcome"]) == (wanted["sheet"], wanted["row"], wanted["outcome"])
        assert [problem["code"] for problem in row["problems"]] == wanted["problems"], wanted
        found = row["child"] and {field: row["child"][field] for field in wanted["child"] or row["child"]}
        assert found == wanted["child"]


@pytest.mark.parametrize(
    ("name", "township"),
    [("wanbao-clean.xlsx", WANBAO), ("kaoshan-messy.xlsx", KAOSHAN), ("liangbing-gb18030.csv", LIANGBING)],
)
def test_a_ledger_into_an_empty_register(name, township):
    answer = answered(name, township)
    expect_key(answer, name)
    assert set(answer["totals"]) == {"new", "changed", "unchanged", "duplicate", "refused"}


def test_the_same_ledger_sent_again_shows_only_what_differs():
    first = check_file(LEDGERS / "wanbao-clean.xlsx")
    register = after_import(first)
    answer = answered("wanbao-again.xlsx", WANBAO, register)
    expect_key(answer, "wanbao-again.xlsx")
    changed = {row["row"]: row["changes"] for row in answer["rows"] if row["changes"]}
    assert changed == {
        7: [{"field": "guardian_phone", "label": "监护人联系电话", "old": "15171358306", "new": "13501571795"}],
        12: [{"field": "schooling", "label": "就学情况", "old": "未入园", "new": "初中"}],
    }
    assert register.asked == 1


@pytest.mark.parametrize("name", ["kaoshan-messy.xlsx", "liangbing-gb18030.csv"])
def test_what_was_imported_is_unchanged_the_second_time(name):
    township = KAOSHAN if name.startswith("kao") else LIANGBING
    first = check_file(LEDGERS / name, township)
    again = check_file(LEDGERS / name, township, after_import(first))
    assert again.totals["new"] == again.totals["changed"] == 0
    assert again.totals["unchanged"] == first.totals["new"]


def test_columns_of_a_two_row_header_are_named_with_their_group():
    sheet = answered("wanbao-clean.xlsx", WANBAO)["sheets"][0]
    assert sheet["header_rows"] == [3, 4]
    columns = {column["column"]: (column["header"], column["field"]) for column in sheet["columns"]}
    assert columns["B"] == ("村（社区）", "village")
    assert columns["I"] == ("父亲/姓名", "father_name")
    assert columns["Q"] == ("监护人/联系电话", "guardian_phone")
