"""Whose ledger it is, with the real townships and villages of 农安县, several of which have a 新立村 or a 太平村."""

import pytest

from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.results import CheckedLedger
from hutong.ledgers.reading.tests.support import KEY_DAY, FakeRegister, codes, number, sheets
from hutong.places.tests.test_matching import index

NONGAN, QIANGANG = 220122000000, 220122200000
HEAD = ["姓名", "身份证号", "村"]


def child(at: int, village: str | None) -> list[object]:
    return [("李明", "王刚", "赵强")[at], number(order=f"{2 * at + 1:03d}", region="220122"), village]


def checked(tmp_path, place: int, content: dict) -> CheckedLedger:
    path = sheets(tmp_path / "a.xlsx", content)
    return check(read(path), index(place, NONGAN), FakeRegister(), KEY_DAY)


@pytest.mark.parametrize(
    "content",
    [
        {"烧锅镇": [HEAD, child(0, "新立村")], "永安乡": [HEAD, child(1, "太平村")]},
        {"1.烧锅镇（12人）": [HEAD, child(0, "新立村")], "2永安乡": [HEAD, child(1, "太平村")]},
        {"烧锅": [HEAD, child(0, "新立村")], "永安": [HEAD, child(1, "太平村")]},
        {
            "表1": [["农安县烧锅镇名册"], HEAD, child(0, "新立村")],
            "表2": [["填报单位：永安乡"], HEAD, child(1, "太平村")],
        },
        {"表": [HEAD, ["一、烧锅镇"], child(0, "新立村"), ["二、永安乡（1人）"], child(1, "太平村")]},
        {"永安乡": [["烧锅镇名册"], HEAD, child(0, "新立村")], "表2": [["永安乡名册"], HEAD, child(1, "太平村")]},
    ],
)
def test_a_county_s_ledger_says_townships_beside_its_columns(tmp_path, content):
    found = [row.child and row.child.statistical_code for row in checked(tmp_path, NONGAN, content).rows]
    assert found == ["220122105211", "220122205204"]


@pytest.mark.parametrize(
    ("title", "village", "code"),
    [
        ("永安乡困境儿童花名册", "太平村", "place_outside"),
        ("农安县永安乡2026年台账", "太平村", "place_outside"),
        ("敦化市困境儿童花名册", "太平村", "place_outside"),
        ("永安乡困境儿童花名册", "前岗乡太平村", None),
        ("永安乡太平村名册", None, "place_outside"),
        ("前岗乡困境儿童花名册", "太平村", None),
        ("农安县困境儿童花名册", "太平村", None),
        ("永安乡、前岗乡困境儿童花名册", "太平村", None),
    ],
)
def test_a_township_s_ledger_under_a_title_of_another(tmp_path, title, village, code):
    (row,) = checked(tmp_path, QIANGANG, {"Sheet1": [[title], HEAD, child(0, village)]}).rows
    assert codes(row) == ([code] if code else [])
