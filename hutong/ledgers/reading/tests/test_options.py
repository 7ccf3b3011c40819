"""Options printed in a cell: only the ticked one is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.ledgers.reading.options import ticked
from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, workbook


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("健康（√）残疾（ ）患病（ ）", "健康"),
        ("健康( ) 残疾(√)", "残疾"),
        ("（√）健康 （ ）残疾", "健康"),
        ("[ ]小学 [√]初中 [ ]高中", "初中"),
        ("☑小学 ☐初中", "小学"),
        ("□农村留守儿童 ■困境儿童", "困境儿童"),
        ("小学☐ 初中☑", "初中"),
        ("1.健康□ 2.残疾☑ 3.患病□", "残疾"),
        ("√健康 残疾 患病", "健康"),
        ("健康、残疾√、患病", "残疾"),
        ("是（√）否（×）", "是"),
        ("低保（√）特困（√）临时救助（ ）", "低保、特困"),
        ("健康（ ）残疾（ ）", ""),
        ("残疾（ ）", ""),
        ("健康__√__ 残疾____", "健康"),
        ("[ ]留守儿童 [x]孤儿", "孤儿"),
        ("[×]留守儿童 [√]孤儿", "孤儿"),
        ("A健康√ B残疾 C患病", "健康"),
        ("留守儿童【√】困境儿童【 】", "留守儿童"),
        ("○健康 ●残疾", "残疾"),
        ("留守儿童（是）困境儿童（否）", "留守儿童"),
        ("☐是 ☐否", ""),
        ("健康", None),
        ("√", None),
        ("自身困境（重病重残）", None),
        ("肢体残疾（二级）", None),
    ],
)
def test_only_what_is_ticked(text, chosen):
    assert ticked(text.replace("（", "(").replace("）", ")")) == chosen


WORDS = st.lists(st.sampled_from(["健康", "残疾", "患病", "体弱多病", "重病"]), min_size=2, max_size=5, unique=True)
STYLES = st.sampled_from(["{}({})", "({1}){0}", "[{1}]{0}", "{1}{0}", "{0}{1}"])


@given(WORDS, STYLES, st.data())
def test_whichever_way_they_are_printed(words, style, data):
    marks = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    signs = ("√", " ") if "(" in style or "[" in style else ("☑", "☐")
    text = " ".join(style.format(word, signs[not mark]) for word, mark in zip(words, marks, strict=True))
    assert ticked(text) == "、".join(word for word, mark in zip(words, marks, strict=True) if mark)


def test_in_every_kind_of_column(tmp_path):
    head = [*HEAD[:3], "性别", *HEAD[4:], "是否孤儿", "健康状况", "就学情况", "是否寄宿", "享受救助情况", "家庭情况"]
    row = boy()
    row[3], row[6] = "男☑ 女☐", "农村留守儿童（ ） 困境儿童（√） 流动儿童（ ）"
    row += [
        "是（ ）否（√）",
        "□健康 ☑残疾",
        "幼儿园（ ）小学（√）",
        "□是 ☑否",
        "低保√ 特困□",
        "低保户（√） 父母服刑（ ）",
    ]
    (found,) = check_file(workbook(tmp_path / "a.xlsx", [head, row])).rows
    assert codes(found) == []
    assert found.child
    assert found.child.categories == ("distressed",)
    facts = found.child.facts
    assert (facts["health"], facts["schooling"], facts["boarding"], facts["aid"]) == (
        "disabled",
        "primary",
        "no",
        "minimum_living",
    )
    assert "服刑" not in facts["remark"]
