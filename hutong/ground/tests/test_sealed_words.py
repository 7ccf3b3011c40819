"""What must be sealed is recognised in whatever words, and a job, an address or a lesson is not taken for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.ground.sealed_words import EXCEPTION, NUMBER, WORD, SealedWords, rows, sealed_words

ROWS = rows()
WORDS = [row["word"].replace(NUMBER, "三") for row in ROWS if row["kind"] == WORD]
EXCEPTIONS = [row["word"] for row in ROWS if row["kind"] == EXCEPTION]
HAN = [word for word in WORDS if not word.isascii()]
RADICALS: dict[str, str] = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}


@given(
    st.sampled_from(WORDS),
    st.sampled_from(["", "父亲", "据说其父", "2019年"]),
    st.sampled_from(["", "五年", "，由奶奶照顾"]),
)
def test_every_word_of_the_list_wherever_it_stands(word, before, after):
    assert sealed_words().search(before + word + after)


@given(
    st.sampled_from(HAN),
    st.lists(
        st.sampled_from([" ", "\u3000", "·", ".", "*", "\u200b", "\n", "-", "．", "＊", "_"]), min_size=1, max_size=3
    ),
)
def test_blanks_and_dots_between_hide_nothing(word, between):
    assert sealed_words().search("".join(between).join(word))


@given(st.sampled_from(WORDS))
def test_radicals_and_full_width_hide_nothing(word):
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else RADICALS.get(sign) or sign for sign in word)
    assert sealed_words().search(wide)


@pytest.mark.parametrize(
    "text",
    ["感染НІＶ", "ΗΙV阳性", "H1V", "h.i.v 携带", "H I V", "父 服 刑", "父亲獲刑五年", "母親吸毒", "愛滋病", "監獄", "強姦", "服\u200b刑",
     "判了3年", "父被判十二年", "判8个月", "艾*病", "母亲患艾 滋 病", "父亲在看守所", "遭家暴", "父亲因贩毒被抓"],
)  # fmt: skip
def test_other_writings(text):
    assert sealed_words().search(text)


@given(st.sampled_from(EXCEPTIONS), st.sampled_from(["", "父亲在", "讲了"]), st.sampled_from(["", "。", "，收入稳定"]))
def test_no_exception_is_taken_for_a_fact(word, before, after):
    assert not sealed_words().search(before + word + after)


@pytest.mark.parametrize(
    "text",
    ["父亲是县公安局刑警", "刑警大队", "讲了防性侵知识", "父母离婚判给父亲", "法院判决抚养费", "国家暴雨预警", "接收监护权", "勉强戒烟",
     "做衣服，刑警", "脸被抓伤", "消毒品已发", "德智体美劳教育", "地狱中", "恶性侵袭性肿瘤", "Shiva", "archive", "raids", "女性侵权", "",
     "在押金条上签字", "父亲押运", "强制报告", "孩子性格内向", "侵犯人身权益的风险"],
)  # fmt: skip
def test_what_only_looks_alike(text):
    assert not sealed_words().search(text)


def test_a_fact_beside_an_exception_is_still_one():
    assert sealed_words().search("父亲原是监狱民警，现服刑")


@given(st.text(max_size=40))
def test_no_text_breaks_it(text):
    sealed_words().search(text)


def test_an_empty_list_finds_nothing():
    assert not SealedWords([]).search("服刑 HIV")
