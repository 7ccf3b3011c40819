"""What offices type into cells, and what it becomes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.children.values.id_number import check_digit, read_id_number
from hutong.children.values.names import is_name, read_name
from hutong.children.values.phones import read_phone
from hutong.children.values.text import clean, or_none
from hutong.children.values.vocabulary import words
from hutong.ledgers.reading.categories import read_categories, read_flag
from hutong.ledgers.reading.cells import reader_for
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.tests.support import number

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def read(field: str, cell):
    return reader_for(words().columns[field], words())[cell]


class TestText:
    @pytest.mark.parametrize(
        ("typed", "plain"),
        [
            ("２２０１Ｘ", "2201X"), ("　 陈\u00a0春 ", "陈 春"), ("'123", "123"), ("123\t", "123"), ('="0012"', "0012"),
            ("a\u200b\ufeffb", "ab"), ("’‘x", "x"), ("（一）", "(一)"), ("𬀩\U000e0100", "𬀩\U000e0100"), ("a\r\nb", "a b"),
        ],
    )  # fmt: skip
    def test_plain_characters(self, typed, plain):
        assert clean(typed) == plain

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, text):
        assert clean(clean(text)) == clean(text)

    @pytest.mark.parametrize("text", ["", "无", "/", "——", "不详", "-"])
    def test_words_for_nothing(self, text):
        assert or_none(text) is None


class TestDates:
    @pytest.mark.parametrize(
        "typed",
        [
            "2021-06-26", "2021.6.26", "2021/06/26", "2021年6月26日", "2021年06月26", "20210626", 20210626, 20210626.0,
            " ２０２１．０６．２６ ", "2021-06-26 00:00:00", "2021-06-26T00:00:00", "2021、6、26", "2021 06 26", 44373, 44373.0,
            "44373", 44373.5, datetime(2021, 6, 26, 8), date(2021, 6, 26), "二〇二一年六月二十六日", "2021年6月26号", "26/6/2021",
            "'2021-06-26", "2021－06－26", "2021.06.26.", "2021,6,26",
        ],
    )  # fmt: skip
    def test_whole_dates(self, typed):
        assert read_date(typed).exact == date(2021, 6, 26)

    @pytest.mark.parametrize(
        ("typed", "confirmed"),
        [
            ("2019.11", "2019-11-04"), (2019.11, "2019-11-04"), (2019.1, "2019-10-04"), ("2019年11月", "2019-11-30"), ("201911", "2019-11-04"),
            (201911, "2019-11-04"), ("2019", "2019-02-28"), (2019, "2019-02-28"), ("19.3.5", "2019-03-05"), ("5/3/2019", "2019-03-05"),
            ("3/5/2019", "2019-03-05"), ("190305", "2019-03-05"), ("二〇一九年十月", "2019-10-01"), ("3/5/19", "2019-03-05"),
        ],
    )  # fmt: skip
    def test_what_only_the_id_number_can_complete(self, typed, confirmed):
        found = read_date(typed)
        assert found.exact is None
        assert found.confirmed_by(date.fromisoformat(confirmed))
        assert not found.confirmed_by(date(2018, 12, 31))

    @pytest.mark.parametrize(
        "typed",
        ["2021-02-30", "六岁", "农历三月初五", 20211332, "2021-13-01", True, "abc", "99999", 7, "2021-06-26-27"],
    )
    def test_what_is_no_date(self, typed):
        assert read_date(typed).unreadable

    @pytest.mark.parametrize("typed", [None, "", "　", "/", "不详", "#VALUE!"])
    def test_blank(self, typed):
        assert read_date(typed).blank

    @given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y/%m/%d 00:00:00"]))
    def test_every_day_in_every_form(self, day, form):
        assert read_date(day.strftime(form)).exact == day

    @given(st.dates(date(1955, 1, 1), date(2099, 12, 31)))
    def test_every_excel_serial_number(self, day):
        assert read_date((day - date(1899, 12, 30)) // timedelta(days=1)).exact == day

    @given(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.datetimes()))
    def test_no_cell_breaks_it(self, cell):
        found = read_date(cell)
        assert found.blank + bool(found.exact) + found.unreadable + bool(found.patterns) == 1


class TestIdNumbers:
    @given(DAYS, st.integers(0, 999))
    def test_every_valid_number_is_read(self, day, order):
        found = read_id_number(number(day.strftime("%Y%m%d"), f"{order:03d}"))
        assert (found.birth_date, found.sex) == (day, "male" if order % 2 else "female")

    @given(DAYS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
    def test_one_wrong_digit_is_always_noticed(self, day, order, at, more):
        right = number(day.strftime("%Y%m%d"), f"{order:03d}")
        wrong = right[:at] + str((int(right[at]) + more) % 10) + right[at + 1 :]
        assert read_id_number(wrong).problem in ("id_check_digit", "id_precision_lost")

    @given(st.one_of(st.text(max_size=25), st.integers(), st.floats()))
    def test_no_cell_breaks_it(self, cell):
        found = read_id_number(cell)
        assert not (found.number and found.problem)

    @pytest.mark.parametrize("typed", ["'{}", " {}\t", "‘{}", "{}　", '="{}"', "\u200b{}", "{}。"])
    def test_what_stands_around_a_number(self, typed):
        right = number()
        assert read_id_number(typed.format(right)).number == right

    @pytest.mark.parametrize("ending", ["x", "Ｘ", "×", "х"])
    def test_every_way_to_write_the_last_x(self, ending):
        first = next(f"22242620160305{n:03d}" for n in range(999) if check_digit(f"22242620160305{n:03d}") == "X")
        assert read_id_number(first + ending).number == first + "X"

    def test_blanks_inside_a_number(self):
        right = number()
        assert read_id_number(f"{right[:6]} {right[6:14]} {right[14:]}").number == right

    @pytest.mark.parametrize("typed", ["无", "无户口", "未登记", "/", None, "", "未上户", "暂无身份证"])
    def test_no_number(self, typed):
        found = read_id_number(typed)
        assert (found.number, found.problem) == (None, None)

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ("2224261603051", "id_length"), ("222426990305123", "id_length"), (222426990305123.0, "id_length"),
            (2.22426201603051e17, "id_precision_lost"), ("2.22426E+17", "id_precision_lost"), ("2.22426201603051E17", "id_precision_lost"),
            ("222426201603051000", "id_precision_lost"), ("222426201603O51237", "id_check_digit"),
        ],
    )  # fmt: skip
    def test_broken_numbers(self, typed, problem):
        assert read_id_number(typed).problem == problem

    def test_an_impossible_date_inside(self):
        first = "22242620161332123"
        assert read_id_number(first + check_digit(first)).problem == "id_check_digit"


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            (" 陈　春梓 ", "陈春梓"), ("李  明", "李明"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("买买提．艾力", "买买提·艾力"), ("阿不都。拉", "阿不都·拉"),
            ("阿依 · 古丽", "阿依·古丽"), ("买买提‧艾力", "买买提·艾力"), ("买买提・艾力", "买买提·艾力"), ("Anna  Kim", "Anna Kim"), ("𬀩𠮷", "𬀩𠮷"),
            ("김 철수", "김철수"), ("李明*", "李明"), ("无", None), ("/", None), (None, None), ("  ", None),
        ],
    )  # fmt: skip
    def test_names(self, typed, name):
        assert read_name(typed) == name

    @given(st.text())
    def test_reading_a_name_twice_changes_nothing(self, text):
        assert read_name(read_name(text)) == read_name(text)

    def test_what_cannot_be_a_name(self):
        assert not is_name("28人")
        assert not is_name("13800000000")
        assert is_name("阿依古丽·买买提")


class TestPhones:
    @pytest.mark.parametrize(
        ("typed", "phone"),
        [
            ("13800000000", "13800000000"), (13800000000, "13800000000"), (13710874756.0, "13710874756"), ("138 0000-0000", "13800000000"),
            ("+86 13800000000", "13800000000"), ("0433-5812345", "0433-5812345"), ("(0433)5812345", "0433-5812345"), ("5812345", "5812345"),
            ("+82 10-1234-5678", "+8210-1234-5678"), ("0082-10-1234-5678", "+82-10-1234-5678"), ("13800000000/13900000000", "13800000000、13900000000"),
            ("13800000000（妈妈）", "13800000000"), ("１３８００００００００", "13800000000"), ("13800000000\t", "13800000000"),
            ("043358123456", "043358123456"), ("13800000000、13800000000", "13800000000"),
        ],
    )  # fmt: skip
    def test_valid(self, typed, phone):
        assert read_phone(typed) == (phone, True)

    @pytest.mark.parametrize(
        "typed", ["1390000", "12800000000", "138000000000", "1380000000", "有", "13800000000/139", 1.3800e10 + 0.5]
    )
    def test_invalid_ones_are_kept_as_written(self, typed):
        phone, valid = read_phone(typed)
        assert not valid
        assert phone

    @pytest.mark.parametrize("typed", [None, "", "无", "空号", "/"])
    def test_none(self, typed):
        assert read_phone(typed) == (None, True)


class TestCategories:
    @pytest.mark.parametrize(
        ("typed", "keys"),
        [
            ("农村留守儿童、困境儿童", {"left_behind", "distressed"}), ("留守；低保", {"left_behind", "poor_family"}),
            ("孤儿（散居）", {"orphan", "orphan_scattered"}), ("困境儿童(重病重残)", {"distressed", "severe_illness_disability"}),
            ("1.农村留守儿童\n2.困境儿童", {"left_behind", "distressed"}), ("农村留守儿童和困境儿童", {"left_behind", "distressed"}),
            ("失学/辍学", {"out_of_school"}), ("事实无人抚养", {"de_facto_unsupported"}), ("流动儿童 无户籍儿童", {"floating", "unregistered"}),
            ("困境儿童（父亲患病、低保）", {"distressed", "poor_family"}), ("无", set()), ("", set()),
        ],
    )  # fmt: skip
    def test_known(self, typed, keys):
        found = read_categories(clean(typed), words())
        assert (found.keys, found.unknown, found.sealed) == (keys, None, False)

    @pytest.mark.parametrize("typed", ["其他人员", "留守儿童、其他人员", "一般儿童", "123"])
    def test_unknown(self, typed):
        assert read_categories(typed, words()).unknown in typed.split("、")

    @pytest.mark.parametrize(
        "typed", ["艾滋病病毒感染儿童", "困境儿童、HIV感染儿童", "困境儿童（父亲服刑）", "服刑人员子女"]
    )
    def test_sealed_ones_are_left_out(self, typed):
        found = read_categories(typed, words())
        assert found.sealed
        assert found.unknown is None
        assert found.keys <= {"distressed"}

    def test_ticks(self):
        assert read_flag("√", "orphan", words()).keys == {"orphan"}
        assert read_flag("否", "orphan", words()).keys == frozenset()
        assert read_flag("散居孤儿", "orphan", words()).keys == {"orphan_scattered"}
        assert read_flag("是", "hiv", words()).sealed


class TestOtherFields:
    @pytest.mark.parametrize(
        ("field", "typed", "facts"),
        [
            ("schooling", "小学", {"schooling": "primary"}), ("schooling", "未入园", {"schooling": "none"}),
            ("school", "万宝镇中心小学三年级2班", {"schooling": "primary", "school": "万宝镇中心小学", "grade": "三年级2班"}),
            ("school", "小学", {"schooling": "primary"}), ("schooling", "初二", {"schooling": "junior", "grade": "初二"}),
            ("school", "安图县第三中学九年级", {"schooling": "junior", "school": "安图县第三中学", "grade": "九年级"}),
            ("grade", "三年级", {"schooling": "primary", "grade": "三年级"}), ("school", "万宝镇中心校", {"school": "万宝镇中心校"}),
            ("health", "健康", {"health": "well"}), ("health", "先天性心脏病", {"illness": "先天性心脏病"}),
            ("health", "肢体残疾二级", {"health": "disabled", "disability_kind": "limb", "disability_grade": "2"}),
            ("health", "健康，无残疾", {"health": "well"}), ("ethnicity", "汉", {"ethnicity": "汉族"}), ("ethnicity", "朝鲜族", {"ethnicity": "朝鲜族"}),
            ("aid", "低保、医疗救助", {"aid": "medical,minimum_living"}), ("household_income", "1.2万元", {"household_income": "12000"}),
            ("father_since", "2019年3月", {"father_since": "2019-03-01"}),
            ("father_since", 43794, {"father_since": "2019-11-25"}),
            ("household_size", "4口人", {"household_size": "4"}), ("boarding", "否", {"boarding": "no"}),
            ("guardian_relation", "奶奶", {"guardian_relation": "paternal_grandmother"}), ("guardian_relation", "外公", {"guardian_relation": "maternal_grandfather"}),
            ("hukou_nature", "农业户口", {"hukou_nature": "rural"}), ("father_workplace", "韩国", {"father_workplace": "韩国"}),
        ],
    )  # fmt: skip
    def test_values(self, field, typed, facts):
        found = read(field, typed)
        own = {field: found.value} if found.value else {}
        assert own | dict(found.derived) == facts
        assert found.wrong is None

    @pytest.mark.parametrize(
        ("field", "typed", "note"),
        [
            ("family_situation", "父母离异", "家庭情况：父母离异"), ("schooling", "在读", "就学情况：在读"),
            ("guardian_relation", "养父", "监护人与儿童关系：养父"), ("household_size", "20000人", "家庭人口：20000人"),
            ("father_since", "前年", "父亲外出时间：前年"),
            ("aid", "低保、爱心助学", "已享受救助：爱心助学"),
        ],
    )  # fmt: skip
    def test_what_has_no_field_is_kept_in_the_remark(self, field, typed, note):
        found = read(field, typed)
        assert (found.note, found.wrong) == (note, None)

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("remark", "父亲在监狱服刑"), ("father_workplace", "看守所"), ("family_situation", "母亲吸毒")],
    )
    def test_sealed_facts_are_not_taken_and_not_repeated(self, field, typed):
        found = read(field, typed)
        assert (found.value, found.note, found.wrong) == (None, None, ("sealed_in_ledger", ""))

    def test_a_relative_s_number_that_lost_digits_is_not_kept(self):
        assert read("guardian_id_number", 2.22426195503051e17).wrong == ("related_id_invalid", "")
        assert read("guardian_id_number", "E12345678").value == "E12345678"

    def test_overlong_text_is_cut_and_said(self):
        found = read("father_workplace", "长" * 150)
        assert found.value == "长" * 100
        assert found.wrong == ("text_too_long", "100")

    def test_a_nul_character_is_refused(self):
        assert read("remark", "a\x00b").wrong == ("text_invalid", "")
