"""Which village a row belongs to, and what is said when that is not clear."""

import pytest

from hutong.ledgers.reading.tests.support import HEAD, WANBAO, VillagesOf, boy, check_file, codes, number, workbook


def place(tmp_path, village, **more):
    (row,) = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(village=village)]), **more).rows
    return row


@pytest.mark.parametrize("village", ["新立村委会", "新立村", "新立", "万宝镇新立村", "新立村民委员会", " 新 立 村 "])
def test_a_village_by_any_of_its_names(tmp_path, village):
    row = place(tmp_path, village)
    assert row.child
    assert (row.child.place_code, row.child.statistical_code) == (222426105204, "222426105204")


@pytest.mark.parametrize(
    ("village", "code"),
    [("查无此村", "place_unknown"), ("裕民社区", "place_outside"), ("亮兵镇裕民社区", "place_outside")],
)
def test_villages_that_are_not_found(tmp_path, village, code):
    row = place(tmp_path, village)
    assert codes(row) == [code]
    assert row.problems[0].field == "village"
    assert row.problems[0].column == 1


def test_a_township_column_tells_villages_of_the_same_name_apart(tmp_path):
    head = ["乡镇", *HEAD[1:]]
    rows = [head, ["万宝镇", *boy()[1:]], ["亮兵镇", *boy("王刚", order="125")[1:]]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert [codes(row) for row in checked.rows] == [[], ["place_outside"]]


def test_a_ledger_of_one_village_needs_no_village_at_all(tmp_path):
    rows = [["姓名", "身份证号"], ["李明", number()]]
    path = workbook(tmp_path / "a.xlsx", rows, title="Sheet1")
    assert codes(check_file(path).rows[0]) == ["place_unknown"]
    (row,) = check_file(path, village=222426105210).rows
    assert row.child
    assert row.child.place_code == 222426105210


def test_the_address_names_the_village_when_nothing_else_does(tmp_path):
    rows = [["姓名", "身份证号", "家庭住址"], ["李明", number(), "安图县万宝镇新立村三组"]]
    (row,) = check_file(workbook(tmp_path / "a.xlsx", rows, title="Sheet1")).rows
    assert row.child
    assert row.child.statistical_code == "222426105204"


def test_each_name_is_looked_up_once(tmp_path):
    from datetime import date

    from hutong.ledgers.reading.check import check
    from hutong.ledgers.reading.reading import read
    from hutong.ledgers.reading.tests.support import FakeRegister

    rows = [HEAD, *[boy(f"李{chr(0x4E00 + at)}", order=f"{at:03d}") for at in range(1, 400, 2)]]
    villages = VillagesOf(WANBAO)
    check(read(workbook(tmp_path / "a.xlsx", rows)), villages, FakeRegister(), date(2026, 10, 31))
    assert villages.asked < 10
