"""Several people in the cell of a name, 同上, and health in other words than the list's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.children.values.text import clean, or_none
from hutong.children.values.vocabulary import words
from hutong.ledgers.reading.cells import reader_for
from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, workbook


def read(field: str, cell):
    return reader_for(words().columns[field], words())[cell]


class TestPeople:
    @pytest.mark.parametrize(
        ("typed", "facts", "note"),
        [
            ("祖父：王振山 13812345678\n祖母：李桂兰 13912345678", {"name": "王振山", "phone": "13812345678、13912345678", "relation": "paternal_grandfather"}, "另有李桂兰（祖母）"),
            ("王振山（祖父）13812345678", {"name": "王振山", "phone": "13812345678", "relation": "paternal_grandfather"}, None),
            ("爷爷王振山、奶奶李桂兰", {"name": "王振山", "relation": "paternal_grandfather"}, "另有李桂兰（奶奶）"),
            ("王振山13812345678", {"name": "王振山", "phone": "13812345678"}, None), ("13812345678王振山", {"name": "王振山", "phone": "13812345678"}, None),
            ("王振山/李桂兰", {"name": "王振山"}, "另有李桂兰"), ("王振山 138-1234-5678 爷爷", {"name": "王振山", "phone": "13812345678", "relation": "paternal_grandfather"}, None),
            ("1.王振山 2.李桂兰", {"name": "王振山"}, "另有李桂兰"), ("欧阳振山", {"name": "欧阳振山"}, None), ("王振山（村支书）", {"name": "王振山"}, "村支书"),
            ("阿依古丽·买买提", {"name": "阿依古丽·买买提"}, None), ("王振山", {"name": "王振山"}, None), ("安图县福利院", {"name": "安图县福利院"}, None),
            ("王振山（爷爷，13812345678）", {"name": "王振山", "phone": "13812345678", "relation": "paternal_grandfather"}, None),
            ("父：王刚 母：李红", {"name": "王刚", "relation": "father"}, "另有李红（母）"), ("王振山 70岁", {"name": "王振山"}, None), ("欧阳 振山", {"name": "欧阳振山"}, None),
            ("姓名：王振山 电话：13812345678 关系：祖父", {"name": "王振山", "phone": "13812345678", "relation": "paternal_grandfather"}, None),
            ("① 王振山 ② 李桂兰", {"name": "王振山"}, "另有李桂兰"), ("监护人：王振山", {"name": "王振山"}, None),
            ("王振山，电话13812345678", {"name": "王振山", "phone": "13812345678"}, None),
        ],
    )  # fmt: skip
    def test_guardians_in_one_cell(self, typed, facts, note):
        found = read("guardian_name", typed)
        own = {"guardian_name": found.value} if found.value else {}
        assert own | dict(found.derived) == {f"guardian_{name}": value for name, value in facts.items()}
        assert found.note == (f"监护人姓名：{note}" if note else None)

    @pytest.mark.parametrize("typed", ["死亡", "离家出走", "改嫁", "在家", "失联", "同监护人", "外出务工"])
    def test_what_became_of_a_parent_is_no_name(self, typed):
        found = read("mother_name", typed)
        assert (found.value, found.note, found.wrong) == (None, f"母亲姓名：{typed}", ("value_unknown", typed))

    def test_a_relation_alone_is_no_name(self):
        found = read("guardian_name", "爷爷")
        assert (found.value, dict(found.derived)) == (None, {"guardian_relation": "paternal_grandfather"})

    @given(
        st.text("王振山李桂兰父母:：、 \n(（）)0123456789138-", max_size=40),
        st.integers(13_000_000_000, 19_999_999_999),
    )
    def test_no_digit_ever_stays_in_a_name(self, around, phone):
        for typed in (around, f"{around}{phone}", f"王振山{phone}{around}"):
            found = read("father_name", typed)
            assert not any(sign.isdigit() for sign in found.value or "")
            assert str(phone) not in (found.note or "")

    def test_an_id_number_in_the_cell_of_a_name(self):
        found = read("guardian_name", f"王振山 {number('19550101')}")
        assert (found.value, dict(found.derived)) == ("王振山", {"guardian_id_number": number("19550101")})

    def test_digits_that_are_nothing_are_said(self):
        assert read("guardian_name", "王振山 1381234").wrong == ("phone_invalid", "")


class TestDitto:
    HEAD_ = [*HEAD, "监护人姓名", "监护人电话"]

    @pytest.mark.parametrize("mark", ["同上", "〃", '"', "″", " 同上 ", "同 上", "”"])
    def test_what_stands_above(self, tmp_path, mark):
        rows = [[*boy(), "王桂兰", "13812345670"]] + [
            [*boy(f"李{n}", order=o, village=mark)[:6], mark, mark, mark]
            for n, o in zip("亮光", ("125", "127"), strict=True)
        ]
        checked = check_file(workbook(tmp_path / "a.xlsx", [self.HEAD_, *rows])).rows
        assert [row.outcome for row in checked] == ["new"] * 3
        assert all(
            row.child and row.child.facts["guardian_name"] == "王桂兰" and row.child.categories == ("left_behind",)
            for row in checked
        )

    def test_nothing_above_and_never_a_number_or_a_name(self, tmp_path):
        rows = [
            [*boy(), "同上", "同上"],
            [2, "新立村", "李亮", "男", None, "同上", "困境儿童", None, None],
            [3, "新立村", "同上", "男", "2016-03-05", number(order="127"), "困境儿童", None, None],
        ]
        first, second, third = check_file(workbook(tmp_path / "a.xlsx", [self.HEAD_, *rows])).rows
        assert first.child
        assert "guardian_name" not in first.child.facts
        assert (second.outcome, codes(second)) == ("refused", ["id_length"])
        assert (third.outcome, codes(third)) == ("refused", ["name_missing"])


class TestHealth:
    @pytest.mark.parametrize(
        ("typed", "facts"),
        [
            ("健康状况差", {"health": "weak"}), ("良好，先天性心脏病术后", {"illness": "先天性心脏病术后"}), ("健康，患癫痫", {"illness": "患癫痫"}),
            ("正常（左耳听力残疾三级）", {"health": "disabled", "disability_kind": "hearing", "disability_grade": "3"}), ("健康欠佳", {"health": "weak"}),
            ("健康状况良好", {"health": "well"}), ("身体健康，无残疾", {"health": "well"}), ("无残疾、无疾病", {"health": "well"}), ("体弱，无残疾", {"health": "weak"}),
            ("先天性心脏病，无残疾", {"illness": "先天性心脏病"}), ("健康 良好", {"health": "well"}), ("残疾：无", {"health": "well"}), ("无任何疾病", {"health": "well"}),
            ("重病：白血病", {"health": "serious", "illness": "白血病"}), ("差（癫痫）", {"health": "weak", "illness": "癫痫"}), ("听力正常", {"health": "well"}), ("偏瘦", {}),
            ("肢体残疾（二级）", {"health": "disabled", "disability_kind": "limb", "disability_grade": "2"}), ("健康但有哮喘", {"illness": "有哮喘"}), ("健康，无疾病史", {"health": "well"}),
            ("正常，智力发育迟缓", {"illness": "智力发育迟缓"}), ("智力残疾二级", {"health": "disabled", "disability_kind": "intellect", "disability_grade": "2"}), ("身体状况：较差", {"health": "weak"}),
        ],
    )  # fmt: skip
    def test_a_word_that_only_begins_as_a_known_one(self, typed, facts):
        found = read("health", typed)
        own = {"health": found.value} if found.value else {}
        assert own | dict(found.derived) == facts

    @given(st.text("健康良好正常差病残心脏，无（）术后癫痫", min_size=1, max_size=12))
    def test_nothing_is_lost(self, text):
        found = read("health", text)
        assert found.value or found.derived or found.note or or_none(clean(text)) is None

    @pytest.mark.parametrize(
        ("typed", "stage"),
        [("初中辍学", "dropped_out"), ("小学毕业", None), ("小学三年级休学", "dropped_out"), ("未辍学", None)],
    )
    def test_a_school_that_is_over(self, typed, stage):
        found = read("schooling", typed)
        assert found.value == stage
        assert typed in (found.note or "")
