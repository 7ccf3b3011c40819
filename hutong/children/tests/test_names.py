"""A whole name is found however it is typed, and by its surname's own reading."""

import pytest

from hutong.children import names


@pytest.mark.parametrize(
    "typed", ["张小明", "张 小明", " 张小明 ", "张\u3000小明", "zhangxiaoming", "ｚｈａｎｇ xiaoming", "ZXM", "小明"]
)
def test_blanks_and_full_width_letters_find_the_name(typed):
    assert any(token.startswith(names.query(typed)) for token in names.tokens("张小明"))


@pytest.mark.parametrize("typed", ["买买提·艾力", "买买提 艾力", "买买提艾力", "艾力"])
@pytest.mark.parametrize("kept", ["买买提·艾力", "买买提 艾力", "买买提艾力"])
def test_a_name_kept_with_a_blank_or_a_point_is_found_without(typed, kept):
    assert any(token.startswith(names.query(typed)) for token in names.tokens(kept))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("卜小红", "buxiaohong"), ("缪小红", "miaoxiaohong"), ("牟小红", "muxiaohong"), ("牟小红", "mouxiaohong"),
        ("阚小红", "kanxiaohong"), ("郇小红", "xunxiaohong"), ("单小红", "shanxiaohong"), ("单于小红", "chanyuxiaohong"),
        ("尉小红", "weixiaohong"), ("尉迟小红", "yuchixiaohong"), ("乐小红", "yuexiaohong"), ("乐正小红", "yuezhengxiaohong"),
        ("万俟小红", "moqixiaohong"), ("长孙小红", "zhangsunxiaohong"), ("仇小红", "qxh"), ("单于小红", "cyxh"),
    ],
)  # fmt: skip
def test_surnames_are_found_by_their_reading(name, typed):
    assert typed in names.tokens(name)
