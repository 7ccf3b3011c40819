"""Which cells are a child: several tables on a sheet, forms, figures, lines around them, children in two lines."""

import re

import openpyxl
import pytest

from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, sheets, workbook

PLAIN = ["序号", "村", "姓名", "性别", "身份证号"]
NAMES = ["李明", "王刚", "赵强", "孙阳", "周亮", "吴斌"]


def plain(at: int) -> list[object]:
    """A child under PLAIN, a different one for each number."""
    return [at, "新立村", NAMES[at % 6], "男", number(order=f"{2 * at + 1:03d}")]


def names(checked) -> list[str]:
    return [row.child.name for row in checked.rows if row.child]


def unread(path) -> str:
    with pytest.raises(LedgerError) as failure:
        check_file(path)
    return str(failure.value)


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_tables_side_by_side_with_or_without_a_column_between(tmp_path, gap):
    between = [None] * gap
    rows = [[*PLAIN, *between, *PLAIN]] + [[*plain(at), *between, *plain(at + 3)] for at in range(3)]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert sorted(names(checked)) == sorted(NAMES)
    assert [row.row for row in checked.rows] == [2, 2, 3, 3, 4, 4]
    assert [sheet.key for sheet in checked.sheets] == ["台账", f"台账/{'FGH'[gap]}1"]


def test_three_tables_side_by_side_of_other_columns(tmp_path):
    left, right = ["姓名", "性别", "身份证号", "村"], ["父亲", "村", "姓名", "身份证号", "性别"]
    row = ["李明", "男", number(), "新立村", None, "王军", "新立村", "王刚", number(order="125"), "男", None]
    rows = [[*left, None, *right, None, *left], [*row, "赵强", "男", number(order="127"), "新立村"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert [(row.child.name, row.child.facts.get("father_name")) for row in checked.rows if row.child] == [
        ("李明", None), ("王刚", "王军"), ("赵强", None),
    ]  # fmt: skip
    without_gaps = [[cell for cell in row if cell is not None] for row in rows]
    assert "分不清从哪一列分开" in unread(workbook(tmp_path / "b.xlsx", without_gaps))


def test_two_tables_of_two_columns_each(tmp_path):
    head = ["姓名", "身份证号"]
    path = workbook(tmp_path / "a.xlsx", [[*head, *head], ["李明", number(), "王刚", number(order="125")]])
    assert names(check_file(path, village=222426105204)) == ["李明", "王刚"]


@pytest.mark.parametrize("head", [["姓名", "身份证号", "村", "备注", "姓名", "证件号码"], ["姓名", "身份证号", "村"]])
def test_a_second_child_in_a_row_that_is_no_second_table_is_refused_in_words(tmp_path, head):
    row = ["李明", number(), "新立村", None, "王刚", number(order="125")]
    assert "第2行右边" in unread(workbook(tmp_path / "a.xlsx", [head, row]))


def test_a_guardian_s_number_beside_the_child_s_is_no_second_table(tmp_path):
    head = ["姓名", "性别", "身份证号", "村", "监护人", "性别", "身份证号", "电话"]
    row = ["李明", "男", number(), "新立村", "王芳", "女", number("19700101"), "13800000000"]
    checked = check_file(workbook(tmp_path / "a.xlsx", [head, row]))
    assert len(checked.sheets) == 1
    assert checked.rows[0].child
    assert checked.rows[0].child.facts["guardian_phone"] == "13800000000"


@pytest.mark.parametrize("blank", [[], [[]], [["二、困境儿童（1人）"]], [["第1页"], [], ["续表"]]])
def test_a_second_table_below_with_columns_in_another_order(tmp_path, blank):
    second = ["母亲", "父亲", "身份证号", "姓名", "所在村"]
    rows = [["村", "姓名", "身份证号", "父亲", "母亲"], ["新立村", "李明", number(), "李强", "王芳"]]
    rows += [*blank, second, ["赵梅", "王军", number(order="125"), "王刚", "江北村"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    facts = [
        row.child and (row.child.name, row.child.facts["father_name"], row.child.facts["mother_name"])
        for row in checked.rows
    ]
    assert facts == [("李明", "李强", "王芳"), ("王刚", "王军", "赵梅")]
    assert [row.child and row.child.statistical_code for row in checked.rows] == ["222426105204", "222426105205"]


def test_columns_of_the_second_table_are_corrected_by_its_key(tmp_path):
    rows = [["村", "姓名", "身份证号"], ["新立村", "李明", number()], [], ["姓名", "身份证号", "所在", "乳名"]]
    rows += [["王刚", number(order="125"), "江北村", "铁蛋"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert codes(check_file(path).rows[1]) == ["place_unknown"]
    checked = check_file(path, columns_override={"台账/A4": {"C": "village", "D": "remark"}})
    assert [row.outcome for row in checked.rows] == ["new", "new"]


def test_a_header_printed_on_each_page_keeps_the_section(tmp_path):
    head = [["序号", "姓名", "性别", "身份证号", "父亲", None], [None, None, None, None, "姓名", "电话"]]
    title = ["万宝镇儿童福利对象名册"]
    rows = [title, *head, ["一、新立村"], [1, "李明", "男", number(), "李强", "13800000000"], ["第 1 页 共 2 页"]]
    rows += [title, *head, [2, "王刚", "男", number(order="125"), "王军", "13900000000"], ["— 2 —"]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["E2:F2", "E8:F8"]))
    assert [(row.row, row.outcome) for row in checked.rows] == [(5, "new"), (10, "new")]
    assert len(checked.sheets) == 1


@pytest.mark.parametrize(
    "line",
    [
        [None, "填全称", "必填", "男/女", "格式如2016-03-05", "18位", "下拉选择"],
        [None, "选填", "必填项", "必填", "必填，YYYY-MM-DD", "必填，文本格式", "请从下拉列表中选择"],
        [None, "下拉选择", "与户口簿一致", "必填", "格式：2016-01-01", "18位", "必填"],
        ["例", "明安村", "张三", "男", "2012-01-01", "110101201201011234", "困境儿童"],
        ["填写示例：", "明安村", "张三", "男", "2012-01-01", "110101201201011234", "困境儿童"],
    ],
)
def test_instructions_and_samples_below_a_template_s_header(tmp_path, line):
    checked = check_file(workbook(tmp_path / "a.xlsx", [HEAD, line, boy()]))
    assert [(row.row, row.outcome) for row in checked.rows] == [(3, "new")]


@pytest.mark.parametrize(
    "line",
    [
        [None, None, "以下空白"],
        [None, "以下为空白"],
        ["（以下无正文）"],
        [None, None, "———以下空白———"],
        [None, None, "本页无正文"],
        [2, "江北村", "零报告"],
        [2, "江北村", "无"],
        [2, "江北村", "本村无留守儿童"],
        [2, "江北村", "暂无符合条件儿童"],
        [2, "江北村", None, None, None, None, "无此类儿童"],
        [None, None, "第3页，共12页"],
        ["3/12"],
        ["本页合计", None, 12],
        [None, "人数合计", None, None, None, 3],
        [None, None, None, None, "截至2026年10月底"],
        ["全村共有儿童12名，其中男7名，女5名。"],
        ["续下页"],
        [None, None, "2026年10月31日"],
        [None, None, "※以下空白※"],
        ["制表：王某", None, None, "审核：李某"],
    ],
)
def test_lines_below_the_last_child(tmp_path, line):
    checked = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(), line]))
    assert [row.row for row in checked.rows] == [2]


def test_a_child_whose_row_is_no_row_of_a_child_is_never_left_out(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", [HEAD, boy(), [None, None, None, None, None, None, None, None, number(order="125")]]
    )
    assert "第3行" in unread(path)
    path = sheets(tmp_path / "b.xlsx", {"台账": [HEAD, boy()], "续": [boy("王刚", order="125")]})
    assert "工作表“续”" in unread(path)


def test_a_table_that_begins_lower_beside_another_is_never_left_out(tmp_path):
    rows = [PLAIN, plain(0), plain(1), [*plain(2), None, *PLAIN], [*plain(3), None, *plain(4)]]
    assert "第5行" in unread(workbook(tmp_path / "a.xlsx", rows))


def test_two_lines_with_a_header_each_are_refused_in_words(tmp_path):
    rows = [PLAIN, [None, "父亲姓名", "父亲电话", "母亲姓名", "母亲电话"]]
    rows += [plain(0), [None, "李强", "13800000000", "王芳", "13900000000"]]
    assert "每名儿童占两行" in unread(workbook(tmp_path / "a.xlsx", rows))


FORM = [
    ["儿童基本情况登记表"],
    ["儿童姓名", "李明", "性别", "男", "出生年月", "2016-03-05"],
    ["身份证号", number(), None, "家庭住址", "新立村三组", None],
    ["父亲姓名", "李强", "联系电话", "13800000000", "务工地点", "长春"],
    ["监护人", "王芳", "与儿童关系", "奶奶", "联系电话", "13900000000"],
    ["健康状况", "健康", "就读学校", "万宝镇小学", None, None],
]
BLANK = [[cell if at % 2 == 0 else None for at, cell in enumerate(row)] for row in FORM[1:]]


@pytest.mark.parametrize("rows", [FORM, [["登记表"], *BLANK], [*FORM, [], *FORM]])
def test_a_form_for_one_child_is_refused_in_words(tmp_path, rows):
    assert re.search("一人一张的登记表|没有找到表头", unread(workbook(tmp_path / "a.xlsx", rows)))


def test_forms_beside_a_ledger_are_passed_over_and_said(tmp_path):
    checked = check_file(sheets(tmp_path / "a.xlsx", {"台账": [HEAD, boy()], "李明": FORM}))
    assert names(checked) == ["李明"]
    assert [(sheet.name, sheet.understood[0].what) for sheet in checked.passed] == [("李明", "passed_over")]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["单位", "人数", "年龄", None, "健康状况", None],
            [None, None, "0-5岁", "6-13岁", "健康", "残疾"],
            ["新立村", 3, 1, 2, 3, 0],
            ["合计", 3, 1, 2, 3, 0],
        ],
        [["村", "留守儿童", "困境儿童", "孤儿", "合计"], ["新立村", 12, 3, 1, 16], ["江北村", 8, 2, 0, 10]],
        [["项目", "民族", "就学情况", "健康状况", "监护情况", "父亲情况", "母亲情况"], ["总计", 3, 4, 5, 6, 7, 8]],
    ],
)
def test_a_sheet_of_figures_is_refused_in_words(tmp_path, rows):
    assert re.search("汇总数字|没有找到表头", unread(workbook(tmp_path / "a.xlsx", rows)))


@pytest.mark.parametrize("merged", [True, False])
def test_the_second_line_of_a_child_is_no_child_and_is_kept(tmp_path, merged):
    head = ["村", "姓名", "性别", "身份证号", "监护人", "与儿童关系", "联系电话"]
    rows = [head, ["新立村", "李明", "男", number(), "李大山", "爷爷", "13800000000"]]
    rows += [
        [None, None, None, None, "王桂兰", "奶奶", "13900000000"],
        ["新立村", "王刚", "男", number(order="125"), "王某某", "外公", ""],
    ]
    areas = [f"{column}2:{column}3" for column in "ABCD"] if merged else []
    checked = check_file(workbook(tmp_path / "a.xlsx", rows, merged=areas))
    assert [(row.row, row.outcome) for row in checked.rows] == [(2, "new"), (4, "new")]
    child = checked.rows[0].child
    assert child
    assert child.facts["guardian_name"] == "李大山"
    assert child.facts["guardian_phone"] == "13800000000、13900000000"
    assert "王桂兰（祖母）" in child.facts["remark"]
    assert codes(checked.rows[0]) == ["more_lines"]


def test_a_second_line_may_repeat_the_number(tmp_path):
    head = ["姓名", "身份证号", "村", "监护人", "监护人电话"]
    rows = [head, ["李明", number(), "新立村", "王芳", "13800000001"], [None, number(), None, "李强", "13800000002"]]
    (row,) = check_file(workbook(tmp_path / "a.xlsx", rows, merged=["A2:A3"])).rows
    assert row.child
    assert row.child.facts["guardian_phone"] == "13800000001、13800000002"
    assert "李强" in row.child.facts["remark"]


def test_members_of_the_family_become_father_and_mother(tmp_path):
    head = ["村", "姓名", "身份证号", "家庭成员", None, None]
    rows = [
        head,
        [None, None, None, "姓名", "关系", "电话"],
        ["新立村", "李明", number(), "王芳", "母亲", "13800000000"],
    ]
    rows += [[None, None, None, "李强", "父亲", "13900000000"], [None, None, None, "李小妹", "妹妹", None]]
    checked = check_file(
        workbook(tmp_path / "a.xlsx", rows, merged=["A1:A2", "B1:B2", "C1:C2", "D1:F1", "A3:A5", "B3:B5", "C3:C5"])
    )
    (row,) = checked.rows
    assert row.child
    assert row.child.facts.items() >= {
        ("father_name", "李强"), ("father_phone", "13900000000"), ("mother_name", "王芳"), ("mother_phone", "13800000000"),
    }  # fmt: skip
    assert "李小妹" in row.child.facts["remark"]
    assert not any(name.startswith("member") for name in row.child.facts)


def test_a_hidden_old_column_does_not_win(tmp_path):
    head = ["姓名", "身份证号", "身份证号码", "村"]
    path = workbook(tmp_path / "a.xlsx", [head, ["李明", 2.22426201603051e17, number(), "新立村"]])
    book = openpyxl.load_workbook(path)
    book["台账"].column_dimensions["B"].hidden = True
    book.save(path)
    assert [row.outcome for row in check_file(path).rows] == ["new"]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "=VLOOKUP(C2,表!A:B,2,0)"])
def test_a_look_up_without_a_result_is_no_missing_number(tmp_path, cell):
    row = boy()
    row[5] = cell
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [HEAD, row])).rows
    assert codes(found) == ["formula_failed"]
