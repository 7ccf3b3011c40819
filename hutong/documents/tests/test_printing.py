"""Papers: what is printed is what was written, whatever was written."""

import io
from typing import Any

import pypdf
import pytest

from hutong.documents import printing

PRINTED = {
    "by": "赵明",
    "unit": "万宝镇 儿童督导员",
    "at": "2026-11-23 09:05",
    "purpose": "归档",
    "recipient": "本单位留存",
    "code": "ABCD-EFGH-JKLM",
}


def paper(name: str = "张小明", visits: int = 1) -> dict[str, Any]:
    rows = [["姓名", name, False], ["性别", "男", False], ["现住址", None, True]]
    listed = [["2026-11-01", "没有变化"]] * visits
    return {"title": "儿童信息卡", "subtitle": ["左", "右"], "printed": PRINTED, "rows": rows, "visits": listed}


def pages(data: dict[str, Any]) -> list[str]:
    """The text of each page, as a reader of the PDF finds it."""
    printed = printing.pdf("documents/tests/sample.typ", data)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]


def test_a_paper_says_who_printed_it_when_what_for_and_its_code():
    [text] = pages(paper())
    for words in ("儿童信息卡", "张小明", "未采集", "赵明", "2026-11-23 09:05", "归档", "ABCD-EFGH-JKLM", "盖章"):
        assert words in text
    assert "第 1 页" in text
    assert "共 1 页" in text


def test_a_long_paper_numbers_its_pages_and_repeats_the_head_of_its_table():
    texts = pages(paper(visits=90))
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert f"第 {number} 页" in text
        assert f"共 {len(texts)} 页" in text
        assert "情况" in text


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "*粗* _斜_ $x$", "= 标题", "]#[", "\\u{41}", '"; x', "A‮B"])
def test_a_name_that_looks_like_a_program_prints_as_it_is(name: str):
    [text] = pages(paper(name))
    assert "".join(name.replace("‮", "U+202E").split()) in "".join(text.split())
    assert "root:" not in text


def test_a_character_that_no_face_has_is_visible_and_said():
    rare = paper("王\U0002a6d6\ud800")
    [text] = pages(rare)
    assert "U+2A6D6U+D800" in text
    assert "字库中没有的字" in text
    assert printing.unprintable(rare) == ["U+2A6D6", "U+D800"]


def test_names_of_minorities_and_rare_characters_print():
    names = "阿依古丽·买买提 김철수 㐀 䶮 𬭊"
    [text] = pages(paper(names))
    assert printing.unprintable(names) == []
    assert "U+" not in text
