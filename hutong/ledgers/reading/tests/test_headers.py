"""Finding the header and understanding columns, however the office drew its form."""

import pytest

from hutong.ledgers.reading.errors import LedgerWithoutHeader
from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, sheets, workbook


def fields(checked, sheet: int = 0) -> dict[str, str | None]:
    return {column.header: column.field for column in checked.sheets[sheet].columns}


def test_title_rows_and_blank_rows_above_the_header(tmp_path):
    rows = [["安图县万宝镇留守儿童台账"], [], ["填报单位：万宝镇", None, None, "2026年10月"], [], HEAD, boy()]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["A1:G1"]))
    assert [sheet.header_rows for sheet in checked.sheets] == [(5,)]
    assert [(row.row, row.outcome) for row in checked.rows] == [(6, "new")]


def test_a_header_that_begins_in_another_column_and_row(tmp_path):
    rows = [[]] * 9 + [[None, None, *HEAD], [None, None, *boy()]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert checked.sheets[0].columns[1].column == "D"
    assert [(row.row, row.outcome) for row in checked.rows] == [(11, "new")]


def test_three_row_headers_with_merged_groups(tmp_path):
    rows = [
        ["儿童基本情况", None, None, None, "家庭情况", None, None, None, "备注"],
        ["姓名", "性别", "身份证号", "所在村", "父亲", None, "监护人情况", None, None],
        [None, None, None, None, "姓名", "联系方式", "姓名", "与儿童关系", None],
        ["李明", "男", number(), "新立村", "李强", "13800000000", "王芳", "奶奶", None],
    ]
    merged = ["A1:D1", "E1:H1", "I1:I3", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:H2"]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=merged))
    assert checked.sheets[0].header_rows[-1] == 3
    (row,) = checked.rows
    assert row.child
    assert row.child.facts == {
        "father_name": "李强",
        "father_phone": "13800000000",
        "guardian_name": "王芳",
        "guardian_relation": "paternal_grandmother",
    }


def test_a_two_row_header_without_merged_cells_as_in_csv(tmp_path):
    path = tmp_path / "a.csv"
    lines = [
        "序号,村,姓名,性别,身份证号,父亲,,母亲,,备注",
        ",,,,,姓名,电话,姓名,电话,",
        f"1,新立村,李明,男,{number()},李强,13800000000,王芳,13900000000,",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    checked = check_file(path)
    assert checked.sheets[0].header_rows == (1, 2)
    (row,) = checked.rows
    assert row.row == 3
    assert row.child
    assert row.child.facts["mother_phone"] == "13900000000"


def test_bare_columns_after_a_person_belong_to_that_person(tmp_path):
    head = [
        "姓名",
        "性别",
        "身份证号",
        "村名",
        "父亲姓名",
        "身份证号",
        "电话",
        "母亲姓名",
        "电话",
        "监护人",
        "关系",
        "联系电话",
    ]
    checked = check_file(workbook(tmp_path / "a.xlsx", [head]))
    assert [column.field for column in checked.sheets[0].columns] == [
        "name", "sex", "id_number", "village", "father_name", "father_id_number", "father_phone",
        "mother_name", "mother_phone", "guardian_name", "guardian_relation", "guardian_phone",
    ]  # fmt: skip


def test_the_guardian_s_columns_may_stand_before_the_child_s(tmp_path):
    head = ["村", "监护人姓名", "身份证号", "儿童姓名", "身份证号", "联系电话"]
    checked = check_file(workbook(tmp_path / "a.xlsx", [head]))
    fields = [column.field for column in checked.sheets[0].columns]
    assert fields == ["village", "guardian_name", "guardian_id_number", "name", "id_number", "phone"]


def test_other_people_are_not_taken_for_the_child(tmp_path):
    head = [["儿童主任", None, "儿童信息", None, None], ["姓名", "电话", "姓名", "身份证号", "村"]]
    row = ["赵主任", "13800000001", "李明", number(), "新立村"]
    checked = check_file(workbook(tmp_path / "a.xlsx", [*head, row], merged=["A1:B1", "C1:E1"]))
    assert checked.rows[0].child
    assert checked.rows[0].child.name == "李明"
    assert fields(checked)["儿童主任/姓名"] in (None, "director_name")


def test_headers_never_seen_before_are_guessed_by_their_words(tmp_path):
    head = [
        "留守儿童姓名（必填）",
        "性别*",
        "居民身份证件号码：",
        "现居住村（屯）",
        "父亲目前务工所在城市",
        "母亲常用手机号",
    ]
    row = ["李明", "男", number(), "新立村", "长春", "13800000000"]
    checked = check_file(workbook(tmp_path / "a.xlsx", [head, row]))
    assert [column.field for column in checked.sheets[0].columns] == [
        "name", "sex", "id_number", "village", "father_workplace", "mother_phone",
    ]  # fmt: skip
    assert [row.outcome for row in checked.rows] == ["new"]


def test_what_is_not_understood_says_so_and_the_user_corrects_it(tmp_path):
    head = ["娃名", "性别", "身份证号", "村", "类别", "星座"]
    row = ["李明", "男", number(), "新立村", "困境儿童", "狮子座"]
    path = workbook(tmp_path / "a.xlsx", [head, row])
    checked = check_file(path)
    assert (fields(checked)["娃名"], fields(checked)["星座"]) == (None, None)
    assert codes(checked.rows[0]) == ["name_missing"]
    checked = check_file(path, columns_override={"台账": {"A": "name", "F": "remark"}})
    assert checked.rows[0].child
    assert checked.rows[0].child.name == "李明"
    assert checked.rows[0].child.facts["remark"] == "狮子座"


def test_a_corrected_field_moves_to_the_chosen_column(tmp_path):
    head = [*HEAD, "别名"]
    path = workbook(tmp_path / "a.xlsx", [head, [*boy(), "王刚"]])
    checked = check_file(path, columns_override={"台账": {"H": "name"}})
    assert fields(checked)["姓名"] is None
    assert checked.rows[0].child
    assert checked.rows[0].child.name == "王刚"


def test_a_correction_to_an_unknown_field_is_refused_in_words(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEAD, boy()])
    with pytest.raises(ValueError, match="没有“nonsense”这一栏"):
        check_file(path, columns_override={"台账": {"A": "nonsense"}})


def test_columns_in_another_order_and_ticked_categories(tmp_path):
    head = ["身份证号码", "是否留守儿童", "困境儿童", "所在村屯", "儿童姓名", "孤儿"]
    rows = [[number(), "√", "", "新立村", "李明", None], [number(order="125"), "否", "是", "新立村", "张三", "√"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", [head, *rows]))
    assert [row.child and row.child.categories for row in checked.rows] == [("left_behind",), ("distressed", "orphan")]


def test_kinds_ticked_below_a_group_of_categories(tmp_path):
    head = [
        ["姓名", "身份证号", "村", "困境儿童", None, "健康状况", "低保"],
        [None, None, None, "重病", "孤儿", None, None],
    ]
    row = ["李明", number(), "新立村", "√", None, "健康", "是"]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2", "G1:G2"]
    checked = check_file(workbook(tmp_path / "a.xlsx", [*head, row], merged=merged))
    assert checked.rows[0].child
    assert checked.rows[0].child.categories == ("severe_illness_disability",)
    assert fields(checked)["低保"] is None


def test_one_sheet_a_village(tmp_path):
    head = [name for name in HEAD if name != "村"]
    row = [value for index, value in enumerate(boy()) if index != 1]
    second = [*row[:4], number(order="225"), row[5]]
    path = sheets(tmp_path / "a.xlsx", {"新立村": [["台账"], head, row], "2.江北村(1人)": [head, second]})
    checked = check_file(path)
    assert [row.child and row.child.statistical_code for row in checked.rows] == ["222426105204", "222426105205"]


def test_the_title_names_the_village_when_neither_column_nor_sheet_does(tmp_path):
    rows = [["安图县万宝镇新立村农村留守儿童信息台账"], ["姓名", "身份证号", "类别"], ["李明", number(), "留守儿童"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, title="Sheet1"))
    assert checked.rows[0].child
    assert checked.rows[0].child.statistical_code == "222426105204"


def test_hidden_and_note_sheets_appear_nowhere(tmp_path):
    path = sheets(
        tmp_path / "a.xlsx", {"填表说明": [HEAD, boy("甲某")], "台账": [HEAD, boy()], "旧": [HEAD, boy("乙某")]}
    )
    import openpyxl

    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    checked = check_file(path)
    assert [sheet.name for sheet in checked.sheets] == ["台账"]
    assert [row.sheet for row in checked.rows] == ["台账"]


def test_a_roster_of_directors_beside_the_ledger_is_left_out(tmp_path):
    roster = [
        ["儿童主任花名册"],
        ["序号", "村", "姓名", "性别", "身份证号", "联系电话"],
        [1, "新立村", "赵某", "女", number("19800101"), ""],
    ]
    checked = check_file(sheets(tmp_path / "a.xlsx", {"台账": [HEAD, boy()], "Sheet2": roster}))
    assert [sheet.name for sheet in checked.sheets] == ["台账"]


def test_an_empty_form_is_no_error(tmp_path):
    rows = [["台账"], HEAD, *[[serial] for serial in range(1, 30)], ["填表人：", None, "审核人："]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert checked.rows == []
    assert set(checked.totals.values()) == {0}


@pytest.mark.parametrize(
    "rows", [[["李明", "男", number()]], [["通知"], ["请各村于月底前上报"]], [[1, 2, 3], [4, 5, 6]]]
)
def test_without_any_header_there_is_one_sentence(tmp_path, rows):
    with pytest.raises(LedgerWithoutHeader, match="没有找到表头"):
        check_file(workbook(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize(
    "head",
    [
        ["村", "领款人姓名", "领款人身份证号", "儿童姓名", "儿童身份证号"],
        ["村", "领款人姓名", "身份证号", "儿童姓名", "身份证号"],
        ["村", "账户所有人", "身份证号码", "姓名", "身份证号码"],
        ["村", "代领人", "代领人公民身份号码", "孩子姓名", "孩子身份证号"],
        ["村", "申请人", "申请人身份证号", "申请对象姓名", "申请对象公民身份号码"],
        ["村", "经办人员姓名", "经办人身份证号", "姓名", "公民身份号码"],
    ],
)
def test_a_payee_s_number_is_not_the_child_s(tmp_path, head):
    row = ["新立村", "王大山", number("19610506"), "李明", number()]
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [head, row])).rows
    assert found.child
    assert (found.child.name, found.child.id_number) == ("李明", number())


@pytest.mark.parametrize(("owner", "field"), [("领款人", None), ("户主", None), ("监护人", "guardian_id_number")])
def test_whose_number_it_is_shows_in_the_numbers(tmp_path, owner, field):
    head = ["村", "姓名", "性别", "出生日期", owner, "身份证号", "备注"]
    row = ["新立村", "李明", "男", "2016-03-05", "王大山", number("19610506"), None]
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [head, row])).rows
    assert found.child
    assert found.child.id_number is None
    assert (found.child.facts.get(field) if field else None) == (number("19610506") if field else None)
    row[5] = number()
    (found,) = check_file(workbook(tmp_path / "b.xlsx", [head, row])).rows
    assert found.child
    assert found.child.id_number == number()


def test_the_columns_under_a_helper_are_not_the_child_s(tmp_path):
    head = [["结对帮扶人", None, "帮扶儿童", None, None], ["姓名", "电话", "姓名", "身份证号", "村"]]
    row = ["王大山", "13800000000", "李明", number(), "新立村"]
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [*head, row], merged=["A1:B1", "C1:E1"])).rows
    assert found.child
    assert (found.child.name, found.child.facts) == ("李明", {})


def test_a_payee_s_number_alone_leaves_the_child_without(tmp_path):
    head = ["村", "姓名", "性别", "出生日期", "持卡人", "持卡人身份证号", "银行卡号"]
    row = ["新立村", "李明", "男", "2016-03-05", "王大山", number("19610506"), "6217000940012345"]
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [head, row])).rows
    assert found.child
    assert found.child.id_number is None


@pytest.mark.parametrize(
    "title", ["（本表由儿童主任填写）", "儿童主任：王某 联系电话：13800000000", "由儿童督导员汇总后上报"]
)
def test_a_title_that_mentions_directors_makes_no_roster(tmp_path, title):
    rows = [[title], ["序号", "姓名", "性别", "身份证号", "家庭住址"], [1, "李明", "男", number(), "新立村"]]
    path = sheets(tmp_path / "a.xlsx", {"新立村": rows, "江北村": [HEAD, boy("王刚", order="125", village="江北村")]})
    assert [row.outcome for row in check_file(path).rows] == ["new", "new"]


@pytest.mark.parametrize("name", ["填报表", "填表", "困境儿童填报表", "填写样例", "上报表"])
def test_a_sheet_is_a_note_by_its_whole_name_only(tmp_path, name):
    assert [
        row.outcome for row in check_file(sheets(tmp_path / "a.xlsx", {name: [HEAD, boy()], "说明": [["说明"]]})).rows
    ] == ["new"]
