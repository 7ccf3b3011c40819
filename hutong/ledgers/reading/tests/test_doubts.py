"""What seldom is true is said before it is written."""

import pytest

from hutong.ledgers.reading.tests.support import (
    HEAD,
    FakeRegister,
    boy,
    check_file,
    codes,
    number,
    registered,
    workbook,
)

SCHOOL = [*HEAD, "就学情况", "健康状况"]


def row_of(tmp_path, row, register: FakeRegister | None = None):
    (checked,) = check_file(workbook(tmp_path / "a.xlsx", [SCHOOL, row]), register=register).rows
    return checked


def known(tmp_path, row, **other) -> FakeRegister:
    child = row_of(tmp_path, row).child
    assert child
    return FakeRegister([registered(child, **other)])


@pytest.mark.parametrize(
    ("born", "stage", "doubtful"),
    [("20251205", "初中", True), ("20251205", "未入园", False), ("20160305", "小学", False), ("20160305", "高中", True),
     ("20120305", "初中", False), ("20230305", "幼儿园", False), ("20140305", "幼儿园", True), ("20140305", "未入园", True), ("20160305", "特殊教育", False)],
)  # fmt: skip
def test_a_stage_that_the_age_forbids(tmp_path, born, stage, doubtful):
    row = row_of(tmp_path, [*boy(born=born), stage, None])
    assert (row.outcome, bool(row.doubts), codes(row)) == ("new", doubtful, [])


def test_a_ten_month_old_that_would_go_to_junior_school(tmp_path):
    before = [*boy(born="20251205"), "未入园", None]
    row = row_of(tmp_path, [*boy(born="20251205"), "初中", None], known(tmp_path, before))
    assert row.outcome == "changed"
    assert row.doubts == ["0周岁，就学情况写的是“初中”，与年龄不符。"]
    assert row_of(tmp_path, before, known(tmp_path, before)).doubts == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"sex": "female"}, "性别"),
        ({"birth_date": "2015-03-05"}, "出生日期"),
        ({"health": "disabled"}, "残疾"),
        ({"schooling": "junior"}, "退回“小学”"),
    ],
)
def test_changes_of_what_holds_for_life(tmp_path, other, told):
    row = [*boy(), "小学", "健康"]
    [doubt] = row_of(tmp_path, row, known(tmp_path, row, **other)).doubts
    assert told in doubt


def test_an_ordinary_year_is_no_doubt(tmp_path):
    before = [*boy(born="20141105"), "小学", "健康"]
    assert row_of(tmp_path, [*boy(born="20141105"), "初中", "健康"], known(tmp_path, before)).doubts == []
    assert number() not in str(row_of(tmp_path, before, known(tmp_path, before)).doubts)
