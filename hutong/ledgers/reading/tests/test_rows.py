"""Which lines are children: everything else on a printed ledger is passed over."""

import pytest

from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, workbook


def numbers(checked) -> list[int]:
    return [row.row for row in checked.rows]


@pytest.mark.parametrize(
    "line",
    [
        ["合计", None, "28人"],
        [None, "小计", None, 12, None, 30],
        [None, None, "总计：28人"],
        [None, None, None, None, None, None, "合计28人"],
        [None, "新立村小计", None, 3],
        ["共28人"],
        [None, None, "共计28人", "男12", None, None, None],
        ["填表人：王某", None, None, None, None, "审核人："],
        [None, None, None, "填表日期：2026年10月31日"],
        ["单位负责人（签字）：", None, None, None, "2026年10月31日"],
        [None, None, "填报人：王某", None, None, "联系电话：13800000000"],
        ["注：1.本表一式两份；2.类别请按文件填写。"],
        [None, "说明：农村留守儿童是指父母双方外出务工的儿童。"],
        [None, None, "2、本表由儿童主任填写。"],
        [3],
        [3, "江北村"],
        HEAD,
        [" 序 号 ", "村", "姓 名", "性 别", "出生日期", "身份证号", "儿童类别"],
        ["示例", "新立村", "张某某", "男", "2016-03-05", "222426201603051234", "困境儿童"],
        [" ", "\t", "　"],
    ],
)
def test_lines_that_are_no_child(tmp_path, line):
    rows = [HEAD, boy(), line, boy("王刚", order="125")]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert numbers(checked) == [2, 4]
    assert [row.outcome for row in checked.rows] == ["new", "new"]


@pytest.mark.parametrize(
    "line", [[1, 2, 3, 4, 5, 6, 7], ["（1）", "（2）", "（3）", "（4）"], list("ABCDEFG"), list("甲乙丙丁")]
)
def test_the_numbering_line_under_the_header(tmp_path, line):
    assert numbers(check_file(workbook(tmp_path / "a.xlsx", [HEAD, line, boy()]))) == [3]


def test_a_child_with_little_filled_in_is_not_passed_over(tmp_path):
    rows = [HEAD, [None, None, "李明"], [2, "新立村", None, "男", "2016-03-05"], [3, "新立村", "王芳", "女"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert [row.outcome for row in checked.rows] == ["refused"] * 3
    assert "name_missing" in codes(checked.rows[1])


def test_a_remark_with_a_total_in_it_does_not_hide_the_child(tmp_path):
    rows = [[*HEAD, "备注"], [*boy(), "合计领取补贴三次"], [*boy("王刚", order="125"), "注：已核实"]]
    assert numbers(check_file(workbook(tmp_path / "a.xlsx", rows))) == [2, 3]


def test_merged_village_cells_are_filled_downward(tmp_path):
    rows = [HEAD, boy(), boy("王刚", order="125", village=None), boy("赵强", order="127", village="江北村")]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["B2:B3"]))
    villages = [row.child and row.child.statistical_code for row in checked.rows]
    assert villages == ["222426105204", "222426105204", "222426105205"]


def test_a_blank_village_that_is_not_merged_is_asked_for(tmp_path):
    checked = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(), boy("王刚", order="125", village=None)]))
    assert codes(checked.rows[1]) == ["place_unknown"]
    assert "没有写明所在村" in checked.rows[1].problems[0].message


def test_siblings_share_their_merged_guardian(tmp_path):
    head = [*HEAD, "监护人姓名", "监护人电话"]
    rows = [head, [*boy(), "王芳", "13800000000"], boy("李强", order="125")]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["H2:H3", "I2:I3"]))
    assert [row.child and row.child.facts["guardian_name"] for row in checked.rows] == ["王芳", "王芳"]


def test_a_merged_name_or_number_is_not_copied_to_the_next_child(tmp_path):
    rows = [HEAD, boy(), [2, "新立村", None, "男", "2016-04-05", None, "困境儿童"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["C2:C3"]))
    assert codes(checked.rows[1]) == ["name_missing"]


def test_section_lines_name_the_village(tmp_path):
    head = [name for name in HEAD if name != "村"]
    child = [value for at, value in enumerate(boy()) if at != 1]
    other = [*child[:4], number(order="125"), child[5]]
    rows = [head, ["一、新立村（1人）"], child, ["二、江北村（1人）"], other]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, title="Sheet1", merged=["A2:F2", "A4:F4"]))
    assert numbers(checked) == [3, 5]
    assert [row.child and row.child.statistical_code for row in checked.rows] == ["222426105204", "222426105205"]


def test_row_numbers_are_those_of_the_file(tmp_path):
    rows = [[], [], HEAD, [], boy(), [], [], boy("王刚", order="125")]
    assert numbers(check_file(workbook(tmp_path / "a.xlsx", rows))) == [5, 8]


def test_csv_rows_are_records_also_with_line_breaks_inside(tmp_path):
    path = tmp_path / "a.csv"
    line = ",".join(map(str, boy()))
    path.write_text(
        f'{",".join(HEAD)}\n"1",新立村,"李\n明",男,2016-03-05,{number()},留守儿童\n{line}x\n', encoding="utf-8"
    )
    assert numbers(check_file(path)) == [2, 3]
