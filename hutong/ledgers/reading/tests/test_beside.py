"""What stands beside the columns: categories and townships of titles, sheets and section lines, and children who have left."""

import pytest

from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, sheets, workbook

PLAIN = ["村", "姓名", "性别", "身份证号"]
NAMES = ["李明", "王刚", "赵强", "孙阳", "周亮", "吴斌"]


def plain(at: int) -> list[object]:
    return ["新立村", NAMES[at], "男", number(order=f"{2 * at + 1:03d}")]


def categories(checked) -> list[tuple[str, ...] | None]:
    return [row.child and row.child.categories for row in checked.rows]


def understood(checked, what: str) -> list[tuple[str, str | None]]:
    return [(one.key, one.value) for sheet in checked.sheets for one in sheet.understood if one.what == what]


@pytest.mark.parametrize(
    ("title", "sheet", "key"),
    [
        ("万宝镇散居孤儿花名册", "Sheet1", "orphan_scattered"),
        ("万宝镇2026年第三季度事实无人抚养儿童基本情况统计表", "孤儿", "de_facto_unsupported"),
        ("附件3：安图县农村留守儿童信息登记表（2026年10月）", "Sheet1", "left_behind"),
        ("二〇二六年十月", "困境儿童台账", "distressed"),
        ("万宝镇农村留守儿童和困境儿童信息台账", "留守", "left_behind"),
        ("流动儿童摸底排查表", "Sheet1", "floating"),
    ],
)
def test_the_title_or_the_sheet_says_the_category(tmp_path, title, sheet, key):
    checked = check_file(workbook(tmp_path / "a.xlsx", [[title], PLAIN, plain(0)], title=sheet))
    assert categories(checked) == [(key,)]
    assert understood(checked, "categories") == [("@categories", key)]


def test_a_title_of_several_categories_is_asked_about(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["万宝镇孤儿和事实无人抚养儿童花名册"], PLAIN, plain(0)], title="Sheet1")
    assert [codes(row) for row in check_file(path).rows] == [["category_unsaid"]]
    checked = check_file(path, columns_override={"Sheet1": {"@categories": "orphan"}})
    assert (categories(checked), codes(checked.rows[0])) == ([("orphan",)], [])
    with pytest.raises(ValueError, match="没有“hiv”这一类别"):
        check_file(path, columns_override={"Sheet1": {"@categories": "hiv"}})


def test_a_title_never_speaks_over_a_column(tmp_path):
    rows = [["困境儿童台账"], HEAD, boy()]
    rows[2] = [*boy()[:6], None]
    assert categories(check_file(workbook(tmp_path / "a.xlsx", rows))) == [()]


def test_a_sealed_category_in_a_title_is_never_taken(tmp_path):
    checked = check_file(workbook(tmp_path / "a.xlsx", [["服刑人员未成年子女名单"], PLAIN, plain(0)], title="Sheet1"))
    assert (categories(checked), codes(checked.rows[0])) == ([()], ["sealed_in_ledger"])


@pytest.mark.parametrize("merged", [True, False])
def test_section_lines_say_categories_until_the_next(tmp_path, merged):
    rows = [["儿童福利对象名册"], PLAIN, ["一、孤儿（2人）"], plain(0), plain(1), ["二、事实无人抚养儿童"], plain(2)]
    rows += [["三、其他"], plain(3), ["（四）低保家庭儿童"], plain(4)]
    areas = [f"A{row}:D{row}" for row in (3, 6, 8, 10)] if merged else []
    path = workbook(tmp_path / "a.xlsx", rows, title="Sheet1", merged=areas)
    checked = check_file(path)
    assert [row.row for row in checked.rows] == [4, 5, 7, 9, 11]
    assert categories(checked) == [("orphan",), ("orphan",), ("de_facto_unsupported",), (), ("poor_family",)]
    checked = check_file(path, columns_override={"Sheet1": {"@categories3": "orphan_scattered", "@categories10": None}})
    assert categories(checked)[1:] == [("orphan_scattered",), ("de_facto_unsupported",), (), ()]


def test_villages_and_categories_nested_either_way(tmp_path):
    head = PLAIN[1:]
    kids = [plain(at)[1:] for at in range(6)]
    outer = [head, ["一、孤儿"], ["新立村"], kids[0], ["江北村"], kids[1], ["二、困境儿童"], ["新立村"], kids[2]]
    checked = check_file(workbook(tmp_path / "a.xlsx", outer, title="Sheet1"))
    assert categories(checked) == [("orphan",), ("orphan",), ("distressed",)]
    villages = [row.child and row.child.statistical_code[-3:] for row in checked.rows]
    assert villages == ["204", "205", "204"]
    inner = [head, ["新立村"], ["孤儿"], kids[0], ["困境儿童"], kids[1], ["江北村"], kids[2], ["留守儿童"], kids[3]]
    checked = check_file(workbook(tmp_path / "b.xlsx", inner, title="Sheet1"))
    assert categories(checked) == [("orphan",), ("distressed",), (), ("left_behind",)]
    assert [row.child and row.child.statistical_code[-3:] for row in checked.rows] == ["204", "204", "205", "205"]


@pytest.mark.parametrize(
    ("head", "stays", "gone"),
    [
        (["退出时间"], [None], ["2026-09-15"]),
        (["退出日期"], ["/"], ["2026年9月"]),
        (["注销日期"], ["2027-01-01"], ["2026.9.1"]),
        (["减少原因"], ["无"], ["父母返乡"]),
        (["是否退出"], ["否"], ["是"]),
        (["是否在册"], ["是"], ["否"]),
        (["状态"], ["在册"], ["已注销"]),
        (["在册状态"], ["正常"], ["死亡"]),
        (["退出关爱日期"], [None], ["2026-10-01"]),
        (["状态"], ["休学"], ["去世"]),
        (["变动类型"], ["新增"], ["减少"]),
        (["变动情况"], ["退出低保"], ["退出"]),
        (["备注"], ["父亲已去世"], ["该儿童已注销"]),
        (["备注"], ["母亲病故"], ["该生已夭折"]),
        (["备注"], ["爷爷溺水身亡"], ["本人溺水身亡"]),
        (["备注"], ["户口已迁往长春市"], ["已迁往长春市"]),
        (["目前状态"], ["符合条件"], ["不再符合条件"]),
        (["备注"], ["死亡"], ["2026年8月死亡"]),
        (["退出时间", "退出原因"], [None, None], [None, "迁往外省"]),
    ],
)
def test_a_column_says_who_has_left(tmp_path, head, stays, gone):
    rows = [[*HEAD, *head], [*boy(), *stays], [*boy("王刚", order="125"), *gone]]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert [(row.outcome, codes(row)) for row in checked.rows] == [("new", []), ("refused", ["left_in_ledger"])]
    left = checked.rows[1].left
    assert left
    assert left.child
    assert left.child.name == "王刚"


@pytest.mark.parametrize("name", ["退出", "已注销", "2026年减员", "死亡", "迁出名单"])
def test_a_sheet_of_those_who_left(tmp_path, name):
    path = sheets(tmp_path / "a.xlsx", {"在册": [HEAD, boy()], name: [HEAD, boy("王刚", order="125")]})
    checked = check_file(path)
    assert [(row.outcome, bool(row.left)) for row in checked.rows] == [("new", False), ("refused", True)]
    assert understood(checked, "left") == [("@left", "yes")]
    checked = check_file(path, columns_override={name: {"@left": None}})
    assert [row.outcome for row in checked.rows] == ["new", "new"]


@pytest.mark.parametrize("title", ["父母死亡儿童名单", "未满18周岁儿童名册", "新增和退出儿童情况", "返乡人员子女名册"])
def test_titles_that_only_sound_like_it(tmp_path, title):
    checked = check_file(workbook(tmp_path / "a.xlsx", [[title], PLAIN, plain(0)], title="Sheet1"))
    assert [row.outcome for row in checked.rows] == ["new"]


def test_a_section_of_those_who_left_and_back(tmp_path):
    rows = [
        HEAD,
        ["一、在册儿童"],
        boy(),
        ["二、本月退出"],
        boy("王刚", order="125"),
        ["三、新增"],
        boy("赵强", order="127"),
    ]
    checked = check_file(workbook(tmp_path / "a.xlsx", rows))
    assert [row.outcome for row in checked.rows] == ["new", "refused", "new"]


@pytest.mark.parametrize(
    "line", ["亮兵镇困境儿童花名册", "安图县亮兵镇农村留守儿童台账", "填报单位：亮兵镇人民政府（盖章）"]
)
def test_a_title_of_another_township_is_a_question(tmp_path, line):
    path = workbook(tmp_path / "a.xlsx", [[line], HEAD, boy(village="新立村")], title="Sheet1")
    checked = check_file(path)
    assert codes(checked.rows[0]) == ["place_outside"]
    assert understood(checked, "township") == [("@township", "亮兵镇")]
    checked = check_file(path, columns_override={"Sheet1": {"@township": None}})
    assert [row.outcome for row in checked.rows] == ["new"]


def test_a_title_of_two_townships_asks_nothing(tmp_path):
    rows = [["万宝镇（原亮兵镇）困境儿童花名册"], HEAD, boy(village="新立村")]
    assert [row.outcome for row in check_file(workbook(tmp_path / "a.xlsx", rows)).rows] == ["new"]


@pytest.mark.parametrize(
    "village",
    [
        "1.新立村", "（一）新立村", "一、新立村", "①新立村", "新立村12人", "新立村（12人）", "新立村：12人", "新立行政村", "新立村/一组", "新立村、一社",
        "新立村1组12号", "新立村村部", "新立村党支部", "新立村委", "新立村民委", "新立村委员会", "新立村 三组", "新立屯", "★新立村", "万宝镇新立村一组",
    ],
)  # fmt: skip
def test_how_offices_write_a_village(tmp_path, village):
    (row,) = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(village=village)])).rows
    assert row.child, codes(row)
    assert row.child.statistical_code == "222426105204"


def test_numbers_of_another_county_all_over_a_file_are_one_hint(tmp_path):
    def rows(region: str) -> list[list[object]]:
        return [[*plain(at)[:3], number(order=f"{2 * at + 1:03d}", region=region)] for at in range(6)]

    checked = check_file(workbook(tmp_path / "a.xlsx", [PLAIN, *rows("222403")]))
    assert len(understood(checked, "hint")) == 1
    assert not any(codes(row) for row in checked.rows)
    assert understood(check_file(workbook(tmp_path / "b.xlsx", [PLAIN, *rows("222426")])), "hint") == []
