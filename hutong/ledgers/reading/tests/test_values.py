"""Values as offices and their programs write them: dates, names with notes, telephones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.children.names import bare
from hutong.children.values.names import is_name, noted_name
from hutong.children.values.phones import read_phone
from hutong.children.values.vocabulary import words
from hutong.ground.clock import SHANGHAI
from hutong.ledgers.reading.cells import reader_for
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.tests.support import HEAD, boy, check_file, codes, number, workbook

CHILDHOOD = st.dates(date(2008, 1, 1), date(2027, 12, 31))


def read(field: str, cell):
    return reader_for(words().columns[field], words())[cell]


class TestDates:
    @given(CHILDHOOD)
    def test_what_browsers_make_of_a_day(self, day):
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        told = midnight.astimezone(UTC)
        early = datetime(day.year, day.month, day.day) - timedelta(seconds=43)
        for cell in (
            early, early.isoformat(" "), told.strftime("%Y-%m-%dT%H:%M:%S.000Z"), f"{day.isoformat()}T00:00:00+08:00",
            midnight.strftime("%a %b %d %Y 00:00:00 GMT+0800 (中国标准时间)"), told.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            int(told.timestamp()) * 1000, f"{day.year}/{day.month}/{day.day} 上午12:00:00", day.strftime("%m/%d/%Y, 12:00:00 AM") if day.day > 12 else day,
        ):  # fmt: skip
            assert read_date(cell).exact == day, cell

    @given(
        CHILDHOOD,
        st.sampled_from(
            [
                "{y}年{m}月{d}日（9岁）",
                "公历{y}.{m}.{d}",
                "{y}\\{m}\\{d}",
                "{y}·{m}·{d}",
                "{y}/{m}/{d} 星期六",
                "{y}-{m}-{d}生",
                "{y}年{m}月{d}日 周三",
                "阳历{y}年{m}月{d}日",
                "{y}年{m}月{d}号出生",
                "约{y}年{m}月{d}日",
                "{y}:{m}:{d}",
                "{y}年{m}月{d}日8时",
            ]
        ),
    )
    def test_what_stands_around_a_day(self, day, form):
        assert read_date(form.format(y=day.year, m=day.month, d=day.day)).exact == day

    @given(
        CHILDHOOD,
        st.sampled_from(
            [
                "{s}.{m}",
                "{s}年{m}月",
                "{s}-{m}",
                "{y}-{m:02d}-00",
                "{e}-{s}",
                "{d}-{e}-{s}",
                "{m}月{d}日",
                "{s}\\{m}\\{d}",
                "{e} {y}",
            ]
        ),
    )
    def test_what_the_number_confirms(self, day, form):
        text = form.format(s=f"{day.year % 100:02d}", y=day.year, m=day.month, d=day.day, e=day.strftime("%b"))
        found = read_date(text)
        assert found.exact is None
        assert found.confirmed_by(day)
        assert not found.confirmed_by(date(1999, (day.month + 5) % 12 + 1, 28 if day.day < 28 else 3))

    def test_a_number_cell_loses_a_zero(self):
        assert read_date(16.1).confirmed_by(date(2016, 10, 9))

    def test_a_month_that_excel_made_a_day_of(self):
        assert read_date(datetime(2016, 3, 1)).confirmed_by(date(2016, 3, 15))
        assert not read_date(datetime(2016, 3, 2)).confirmed_by(date(2016, 3, 15))
        assert not read_date("2016-03-01").confirmed_by(date(2016, 3, 15))

    @pytest.mark.parametrize(
        "typed", ["农历2018年三月初五", "阴历2018.3.5", "2018年闰四月初一", "2018年3月5日（农历）", "腊月二十三"]
    )
    def test_a_lunar_day_is_asked_for(self, typed):
        assert read_date(typed).unreadable

    @pytest.mark.parametrize("cell", [datetime(2016, 3, 1), "16.3", "16年3月", "2016-03-00", "Mar-16"])
    def test_the_day_comes_from_the_number(self, tmp_path, cell):
        (row,) = check_file(
            workbook(tmp_path / "a.xlsx", [HEAD, [*boy()[:4], cell, number("20160315"), "困境儿童"]])
        ).rows
        assert (codes(row), row.child and row.child.birth_date) == ([], date(2016, 3, 15))


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "name", "note"),
        [("高俊轩（小名毛毛）", "高俊轩", "小名毛毛"), ("刘天承(双胞胎之一)", "刘天承", "双胞胎之一"), ("胡哲成\n（已改名）", "胡哲成", "已改名"),
         ("胡哲成\n已改名", "胡哲成", "已改名"), ("★郭佳桐", "郭佳桐", ""), ("※ 郭佳桐 ▲", "郭佳桐", ""), ("3.李明", "李明", ""), ("①李明", "李明", ""),
         ("高俊轩 小名：毛毛", "高俊轩", "小名:毛毛"), ("高俊轩曾用名高俊", "高俊轩", "曾用名高俊"), ("（李明）", "李明", ""), ("李明【孪生】", "李明", "孪生"),
         ("李明/小名石头", "李明", "小名石头"), ("李明，小名石头", "李明", "小名石头"), ("01 李明", "李明", ""), ("（1）李明", "李明", ""), ("李明 已故", "李明", "已故"),
         ("新增：李明", "李明", ""), ("李小名", "李小名", ""), ("王小名杰", "王小名杰", ""), ("金静", "金静", ""), ("⾦⽂⽟", "金文玉", ""), ("\uf90a雅", "金雅", ""), ("⻢⻓青", "马长青", ""),
         ("买买提˙艾力", "买买提·艾力", ""), ("欧阳 娜娜", "欧阳娜娜", ""), ("同上", None, "")],
    )  # fmt: skip
    def test_what_stands_around_a_name(self, typed, name, note):
        assert noted_name(typed)[:2] == (name, note)

    @pytest.mark.parametrize(
        "typed",
        [
            "罗涵晓、刘恩强",
            "李明 王刚",
            "李小明和王小刚",
            "罗涵晓\n刘恩强",
            "李明/王刚",
            "李明;王刚",
            "李明(哥)、李亮(弟)",
        ],
    )
    def test_two_children_in_a_cell(self, tmp_path, typed):
        (row,) = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(typed)])).rows
        assert (row.outcome, codes(row)) == ("refused", ["name_invalid"])
        assert "每名儿童各写一行" in row.problems[0].message

    @pytest.mark.parametrize(
        "typed",
        ["欧阳 娜娜", "阿依 古丽", "李 和平", "张和平", "Anna Kim", "阿依古丽·买买提", "陈　春梓", "Kim, Minsu"],
    )
    def test_one_child_however_spaced(self, typed):
        assert not noted_name(typed).several

    @pytest.mark.parametrize("note", ["已死亡", "已故", "迁出本县", "已转出"])
    def test_a_note_that_the_child_is_gone_makes_no_new_child(self, tmp_path, note):
        (row,) = check_file(workbook(tmp_path / "a.xlsx", [HEAD, boy(f"李明（{note}）")])).rows
        assert (row.outcome, codes(row)) == ("refused", ["left_in_ledger"])

    def test_a_note_is_kept_in_the_remark_and_a_sealed_one_is_not(self, tmp_path):
        first, second = check_file(
            workbook(tmp_path / "a.xlsx", [HEAD, boy("李明（小名毛毛）"), boy("王刚（父服刑）", order="125")])
        ).rows
        assert first.child
        assert second.child
        assert (first.child.name, first.child.facts["remark"]) == ("李明", "姓名：小名毛毛")
        assert (second.child.name, codes(second)) == ("王刚", ["sealed_in_ledger"])
        assert "服刑" not in repr(second)

    @given(st.integers(51, 60))
    def test_a_name_as_long_as_the_form_takes_it(self, length):
        assert is_name("A" * (length - 30) + " " + "b" * 29)
        assert not is_name("长" * 61)

    @given(st.text("金文玉李兰女理神马长김철수", min_size=1, max_size=6))
    def test_one_glyph_under_any_code_is_one_name(self, name):
        import unicodedata

        others = {
            "金": "\uf90a\u2fa6",
            "女": "\uf981\u2f25",
            "理": "\uf9e4",
            "神": "\ufa19",
            "马": "⻢",
            "长": "⻓",
            "玉": "\u2f5f",
        }
        for pick in (0, -1):
            written = unicodedata.normalize("NFD", "".join((others.get(sign) or sign)[pick] for sign in name))
            assert bare(written) == bare(name)


class TestPhones:
    @given(
        st.lists(st.integers(13_000_000_000, 19_999_999_999).map(str), min_size=1, max_size=3, unique=True),
        st.sampled_from(["\n", " ", "、", "/", "(父)", " 母亲:", "; ", "\r\n"]),
        st.sampled_from(["{}", "{}.0", "86{}", "+86 {}", "0086-{}"]),
    )
    def test_several_in_a_cell(self, numbers, between, form):
        assert read_phone(between.join(map(form.format, numbers))) == ("、".join(numbers), True)

    @pytest.mark.parametrize(
        ("typed", "phone"),
        [
            ("0433-5812345转8001", "0433-5812345-8001"),
            ("0433-5812345 分机 8001", "0433-5812345-8001"),
            ("父13800000001母13900000002", "13800000001、13900000002"),
            ("13800000001 0433-5812345", "13800000001、0433-5812345"),
            ("+86-138-0000-0001", "13800000001"),
            ("1380000000113900000002", "13800000001、13900000002"),
            ("1.3800000001E10", "13800000001"),
            ("13800000001 5812345", "13800000001、5812345"),
        ],
    )
    def test_odd_ones(self, typed, phone):
        assert read_phone(typed) == (phone, True)
