"""A ledger beside its own rows and beside the children already registered."""

from hutong.ledgers.reading.tests.support import (
    HEAD,
    FakeRegister,
    boy,
    check_file,
    codes,
    number,
    registered,
    sheets,
    workbook,
)


def rows_of(tmp_path, *rows, register: FakeRegister | None = None):
    return check_file(workbook(tmp_path / "a.xlsx", [HEAD, *rows]), register=register).rows


def known(tmp_path, *rows, **other) -> FakeRegister:
    first = rows_of(tmp_path, *rows)
    return FakeRegister([registered(row.child, f"c{row.row}", **other) for row in first if row.child])


def test_the_second_row_of_a_child_is_a_duplicate(tmp_path):
    first, second = rows_of(tmp_path, boy(), boy())
    assert (first.outcome, second.outcome, codes(second)) == ("new", "duplicate", ["duplicate_in_file"])
    assert "第2行" in second.problems[0].message
    assert second.child


def test_a_duplicate_on_another_sheet_is_found(tmp_path):
    checked = check_file(sheets(tmp_path / "a.xlsx", {"一": [HEAD, boy()], "二": [HEAD, boy()]}))
    assert checked.rows[1].outcome == "duplicate"
    assert "工作表“一”第2行" in checked.rows[1].problems[0].message


def test_a_refused_first_row_does_not_swallow_the_second(tmp_path):
    first, second = rows_of(tmp_path, boy(village="查无此村"), boy())
    assert (first.outcome, second.outcome) == ("refused", "new")


def test_one_number_on_two_names_in_the_file(tmp_path):
    first, second = rows_of(tmp_path, boy("李明"), boy("王刚"))
    assert (first.outcome, second.outcome, codes(second)) == ("new", "refused", ["id_conflict"])


def test_twins_and_same_names_stay_apart(tmp_path):
    twins = [boy("李明", order="123"), boy("李亮", order="125"), boy("李明", order="127")]
    assert [row.outcome for row in rows_of(tmp_path, *twins)] == ["new"] * 3


def without_number(name="李明", village="新立村"):
    return [*boy(name, village=village)[:5], "无户口", "困境儿童"]


def test_the_same_child_twice_without_number(tmp_path):
    assert [row.outcome for row in rows_of(tmp_path, without_number(), without_number())] == ["new", "duplicate"]


def test_the_row_with_the_number_stands_for_the_one_without(tmp_path):
    assert [row.outcome for row in rows_of(tmp_path, without_number(), boy())] == ["duplicate", "new"]
    assert [row.outcome for row in rows_of(tmp_path, boy(), without_number())] == ["new", "duplicate"]


def test_an_unchanged_row_and_a_blank_cell_change_nothing(tmp_path):
    register = known(tmp_path, boy())
    blank = [1, "新立村", "李明", None, None, number(), None]
    for row in (boy(), blank):
        (found,) = rows_of(tmp_path, row, register=register)
        assert (found.outcome, found.changes, found.child_id) == ("unchanged", [], "c2")


def test_changes_are_shown_field_by_field(tmp_path):
    register = known(tmp_path, boy(), categories="distressed", ethnicity="汉族")
    path = workbook(tmp_path / "b.xlsx", [[*HEAD, "民族", "监护人电话"], [*boy(), "满族", "13800000000"]])
    (row,) = check_file(path, register=register).rows
    assert row.outcome == "changed"
    assert [tuple(change) for change in row.changes] == [
        ("categories", "distressed", "distressed,left_behind"),
        ("ethnicity", "汉族", "满族"),
        ("guardian_phone", None, "13800000000"),
    ]


def test_a_category_missing_in_the_ledger_is_not_ended(tmp_path):
    register = known(tmp_path, boy(), categories="left_behind,orphan")
    assert rows_of(tmp_path, boy(), register=register)[0].outcome == "unchanged"


def test_a_registered_number_under_another_name(tmp_path):
    register = known(tmp_path, boy("王刚"))
    (row,) = rows_of(tmp_path, boy("李明"), register=register)
    assert (row.outcome, row.child, codes(row)) == ("refused", None, ["id_conflict"])


def test_another_village_is_a_warning_and_no_move(tmp_path):
    register = known(tmp_path, boy(village="江北村"))
    (row,) = rows_of(tmp_path, boy(), register=register)
    assert (row.outcome, codes(row)) == ("unchanged", ["place_differs"])


def test_a_number_found_later_is_added_to_the_file_without_one(tmp_path):
    register = known(tmp_path, without_number())
    (row,) = rows_of(tmp_path, [*without_number()[:5], number(), "困境儿童"], register=register)
    assert row.outcome == "changed"
    assert [tuple(change) for change in row.changes] == [("id_number", None, number())]


def test_a_row_without_number_finds_its_file(tmp_path):
    for register in (known(tmp_path, without_number()), known(tmp_path, [*boy()[:6], "困境儿童"])):
        (row,) = rows_of(tmp_path, without_number(), register=register)
        assert row.outcome == "unchanged"


def test_a_row_without_number_and_two_possible_files_is_for_a_person_to_decide(tmp_path):
    register = known(tmp_path, boy(order="123"), boy(order="127"))
    (row,) = rows_of(tmp_path, without_number(), register=register)
    assert (row.outcome, codes(row)) == ("refused", ["person_ambiguous"])


def test_a_different_number_never_takes_over_a_numbered_file(tmp_path):
    register = known(tmp_path, boy(order="123"))
    (row,) = rows_of(tmp_path, boy(order="127"), register=register)
    assert row.outcome == "new"


def test_two_new_numbers_do_not_share_one_file_without_number(tmp_path):
    register = known(tmp_path, without_number())
    rows = rows_of(tmp_path, boy(order="123"), boy(order="127"), register=register)
    assert [row.outcome for row in rows] == ["new", "new"]
