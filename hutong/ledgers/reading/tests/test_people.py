"""One child by itself: number, date, sex and age confirm each other."""

import pytest

from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, workbook


def one(tmp_path, **cells):
    row = dict(zip(HEAD, boy(), strict=True)) | cells
    (checked,) = check_file(workbook(tmp_path / "a.xlsx", [list(row), list(row.values())])).rows
    return checked


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"姓名": "无"}, ["name_missing"]), ({"姓名": "12345"}, ["name_invalid"]), ({"性别": "女"}, ["id_sex_mismatch"]),
        ({"出生日期": "2016-03-06"}, ["id_birth_mismatch"]), ({"出生日期": "六岁"}, ["date_unreadable"]),
        ({"出生日期": "2016.04"}, ["id_birth_mismatch"]), ({"出生日期": "2016.03"}, []), ({"出生日期": None}, []), ({"性别": None}, []),
        ({"出生日期": None, "身份证号": "无"}, ["date_unreadable"]), ({"出生日期": "2016.03", "身份证号": None}, ["date_unreadable"]),
        ({"性别": None, "身份证号": "无户口"}, ["sex_missing"]), ({"出生日期": "2027-01-01", "身份证号": None}, ["date_unreadable"]),
        ({"儿童类别": "其他人员"}, ["category_unknown"]), ({"儿童类别": None}, []),
        # A broken number is the only complaint: what would follow from it is not said again.
        ({"身份证号": "222426201603051230", "性别": "女", "出生日期": "2015-01-01"}, ["id_check_digit"]),
        ({"身份证号": "2224262016030512", "出生日期": "2016.03", "性别": None}, ["id_length"]),
        ({"身份证号": 2.22426201603051e17, "出生日期": None}, ["id_precision_lost"]),
        # but faults of its own are.
        ({"身份证号": "222426201603051230", "出生日期": "六岁", "姓名": None}, ["name_missing", "id_check_digit", "date_unreadable"]),
    ],
)  # fmt: skip
def test_faults_of_a_row(tmp_path, cells, expected):
    row = one(tmp_path, **cells)
    assert codes(row) == expected
    assert (row.child is None) == (row.outcome == "refused") == bool(expected)


@pytest.mark.parametrize(
    ("born", "outcome", "expected"),
    [
        ("20081101", "new", []), ("20081031", "refused", ["age_over_limit"]), ("20070309", "refused", ["age_over_limit"]),
        ("20101101", "new", []), ("20101031", "new", ["category_age"]),
    ],
)  # fmt: skip
def test_limits_fall_on_the_birthday(tmp_path, born, outcome, expected):
    category = "困境儿童" if born == "20081101" else "农村留守儿童"
    row = one(tmp_path, 出生日期=None, 身份证号=number(born), 儿童类别=category)
    assert (row.outcome, codes(row)) == (outcome, expected)


def test_a_category_that_ended_on_a_birthday_is_not_taken_over(tmp_path):
    row = one(tmp_path, 出生日期=None, 身份证号=number("20100301"), 儿童类别="农村留守儿童、困境儿童")
    assert row.child
    assert row.child.categories == ("distressed",)
    assert row.problems[0].severity == "warning"


def test_a_sealed_category_is_left_out_and_never_repeated(tmp_path):
    row = one(tmp_path, 儿童类别="困境儿童、艾滋病病毒感染儿童")
    assert row.child
    assert row.child.categories == ("distressed",)
    assert codes(row) == ["sealed_in_ledger"]
    assert "艾滋" not in repr(row)


def test_foreign_papers_are_no_resident_number(tmp_path):
    row = one(tmp_path, 身份证号="M12345678", 证件类型="护照")
    assert row.child
    assert row.child.id_number is None
    assert row.child.facts["id_kind"] == "foreign"
    assert row.child.facts["papers_number"] == "M12345678"


def test_a_nul_character_is_refused_in_a_name_and_harmless_elsewhere(tmp_path):
    from hutong.ledgers.reading.book import Book, Row, Sheet
    from hutong.ledgers.reading.check import check
    from hutong.ledgers.reading.tests.support import KEY_DAY, WANBAO, FakeRegister, VillagesOf

    rows = [boy("李\x00明"), boy("王刚", order="125", village="新\x00立村"), boy("赵强", order="127")]
    rows[2][6] = "困境\x00儿童"
    sheet = Sheet("台账", True, [Row(at, list(row)) for at, row in enumerate([HEAD, *rows], 1)])
    checked = check(Book("xls", [sheet]), VillagesOf(WANBAO), FakeRegister(), KEY_DAY)
    assert [codes(row) for row in checked.rows] == [["text_invalid"], [], []]
    assert "\x00" not in repr(checked.rows)


def test_every_message_is_a_chinese_sentence(tmp_path):
    from hutong.ledgers.reading import messages

    for kind in messages._SENTENCES:
        said = messages.sentence(kind, "某")
        assert said.endswith("。")
        assert "{" not in said
