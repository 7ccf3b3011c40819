"""Files of every kind that offices send, and files made to do harm."""

import codecs
import contextlib
import resource
from datetime import date

import pytest
import xlwt

from hutong.ledgers.reading import limited
from hutong.ledgers.reading.errors import LedgerUnreadable
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.tests import hostile
from hutong.ledgers.reading.tests.hostile import SHEET, with_sheet
from hutong.ledgers.reading.tests.support import HEAD, LEDGERS, boy, check_file, number, workbook


def lines(separator: str = ",") -> str:
    return "\r\n".join(separator.join(map(str, row)) for row in (HEAD, boy(), boy("王刚", order="125"))) + "\r\n"


@pytest.mark.parametrize(
    "data",
    [
        lines().encode("utf-8"),
        codecs.BOM_UTF8 + lines().encode("utf-8"),
        lines().encode("gb18030"),
        codecs.BOM_UTF16_LE + lines("\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + lines().encode("utf-16-be"),
        lines(";").encode("gb18030"),
        lines("\t").encode("utf-8"),
        ("sep=;\r\n" + lines(";")).encode("utf-8"),
        lines().replace("\r\n", "\r").encode("gb18030"),
    ],
)
def test_csv_in_every_encoding_and_separator(tmp_path, data):
    path = tmp_path / "台账.csv"
    path.write_bytes(data)
    checked = check_file(path)
    assert checked.totals["new"] == 2
    assert {row.sheet for row in checked.rows} == {None}


def test_what_excel_adds_around_numbers_in_csv(tmp_path):
    path = tmp_path / "a.csv"
    one, two, three = number(), number(order="125"), number(order="127")
    rows = [f"1,新立村,李明,男,2016-03-05,{one}\t,留守儿童", f"2,新立村,王刚,男,2016-03-05,'{two},留守儿童"]
    rows += [f'3,新立村,赵强,男,2016-03-05,"=""{three}""",留守儿童']
    path.write_text("\n".join([",".join(HEAD), *rows]), encoding="gb18030")
    assert [row.child and row.child.id_number for row in check_file(path).rows] == [one, two, three]


def test_rare_characters_survive_gb18030(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(lines().replace("李明", "𬀩𠮷·䶮"), encoding="gb18030")
    child = check_file(path).rows[0].child
    assert child
    assert child.name == "𬀩𠮷·䶮"


def test_xls_with_merged_cells_dates_and_hidden_sheets(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 6, "万宝镇台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, text in enumerate(HEAD):
        sheet.write(1, column, text)
    for at, row in enumerate((boy(), boy("王刚", order="125")), 2):
        for column, value in enumerate(row):
            if column != 1:
                sheet.write(
                    at,
                    column,
                    date(2016, 3, 5) if column == 4 else value,
                    day if column == 4 else xlwt.Style.default_style,
                )
    sheet.write_merge(2, 3, 1, 1, "新立村")
    hidden = book.add_sheet("旧")
    hidden.visibility = 1
    book.save(str(tmp_path / "a.xls"))
    checked = check_file(tmp_path / "a.xls")
    assert [(row.row, row.outcome) for row in checked.rows] == [(3, "new"), (4, "new")]
    assert checked.book.kind == "xls"


def test_a_workbook_with_a_csv_name_is_read_for_what_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((LEDGERS / "wanbao-clean.xlsx").read_bytes())
    assert check_file(path).totals["new"] == 60


def test_nothing_but_plain_values_comes_back(tmp_path):
    book = read(workbook(tmp_path / "a.xlsx", [["甲", 1, 2.5, date(2020, 1, 2), True]]))
    (row,) = book.sheets[0].rows
    assert row.cells == ["甲", 1.0, 2.5, date(2020, 1, 2), True]


def unreadable(path) -> str:
    with pytest.raises(LedgerUnreadable) as failure:
        read(path)
    sentence = str(failure.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.xlsx", b"", "空的"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "不是表格文件"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 500, "损坏"),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "去掉密码",
        ),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        ("文.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "文字文档"),
        ("页.xls", "<html><table><tr><td>姓名</td></tr></table></html>".encode(), "网页格式"),
        ("报.csv", b"%PDF-1.7 ...", "文字文档"),
        ("码.csv", b"\xe5\xa7\x93,\xff\xff\xff\xff", "编码"),
        ("长.csv", b'a,"' + b"x" * 200_000, "引号"),
    ],
)
def test_files_that_are_no_ledger(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    assert says in unreadable(path)


def test_a_missing_file(tmp_path):
    assert "找不到" in unreadable(tmp_path / "没有.xlsx")


def test_a_truncated_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes((LEDGERS / "wanbao-clean.xlsx").read_bytes()[:9000])
    assert "损坏" in unreadable(path)


def test_the_smallest_workbook_is_read(tmp_path):
    with_sheet(tmp_path / "a.xlsx", SHEET.format("", '<row r="3"><c r="B3" t="s"><v>0</v></c></row>'), text="甲")
    assert [(row.number, row.cells) for row in read(tmp_path / "a.xlsx").sheets[0].rows] == [(3, [None, "甲"])]


@pytest.mark.parametrize("write", [hostile.one_far_cell, hostile.wide_and_tall, hostile.far_row])
def test_dimensions_are_looked_at_before_anything_is_read(tmp_path, write):
    write(tmp_path / "a.xlsx")
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert "很远的地方" in unreadable(tmp_path / "a.xlsx")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 5


def test_one_cell_at_the_far_corner_aborts_only_the_child(tmp_path):
    hostile.far_cell(tmp_path / "a.xlsx")
    assert "表格太大" in unreadable(tmp_path / "a.xlsx")


def test_a_zip_bomb_stops_at_the_memory_limit(tmp_path):
    hostile.zip_bomb(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").stat().st_size < 1 << 20
    assert "表格太大" in unreadable(tmp_path / "a.xlsx")


def test_external_entities_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret")
    hostile.entity(tmp_path / "a.xlsx", secret)
    with contextlib.suppress(LedgerUnreadable):
        assert "top-secret" not in repr(read(tmp_path / "a.xlsx"))


def test_reading_stops_when_it_takes_too_long():
    outcome = limited.run("timeit", "-n", "1", "-r", "1", "import time; time.sleep(30)", seconds=1)
    assert outcome.too_slow


def test_the_child_knows_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    outcome = limited.run("timeit", "-n", "1", "-r", "1", "import os; print(sorted(os.environ))")
    assert b"DATABASE_URL" not in outcome.output


def test_too_many_rows_are_said(tmp_path):
    hostile.too_many_rows(tmp_path / "a.csv")
    assert "200000行" in unreadable(tmp_path / "a.csv")


def test_an_entity_that_grows_a_billionfold_costs_neither_memory_nor_time(tmp_path):
    hostile.grown_entity(tmp_path / "a.xlsx")
    with contextlib.suppress(LedgerUnreadable):
        assert len(repr(read(tmp_path / "a.xlsx"))) < 10_000


def test_a_million_blank_rows_are_not_rows(tmp_path):
    hostile.blank_rows(tmp_path / "a.xlsx")
    assert [row.number for row in read(tmp_path / "a.xlsx").sheets[0].rows] == [1, 2]


def test_a_formula_gives_its_last_value_and_nothing_is_run_or_fetched(tmp_path):
    cells = '<c r="A1" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>甲</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
    with_sheet(tmp_path / "a.xlsx", SHEET.format("", f'<row r="1">{cells}<c r="C1"><f>[1]x!A1</f></c></row>'))
    [row] = read(tmp_path / "a.xlsx").sheets[0].rows
    assert row.cells[:2] == ["甲", 2]


@pytest.mark.parametrize("name", ["台账.xls", "台账.csv", "台账.xlsm", "台账"])
def test_a_workbook_is_read_for_what_it_is_whatever_it_is_called_and_carries(tmp_path, name):
    """Renamed, or with macros: they lie in the file and nobody runs them."""
    hostile.macros(tmp_path / name)
    assert check_file(tmp_path / name).totals["new"] == 1


def test_every_cut_of_a_workbook_is_refused_in_words(tmp_path):
    with_sheet(tmp_path / "a.xlsx", SHEET.format("", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), text="甲")
    whole = (tmp_path / "a.xlsx").read_bytes()
    for end in range(4, len(whole) - 1, len(whole) // 4):
        (tmp_path / "b.xlsx").write_bytes(whole[:end])
        assert "。" in unreadable(tmp_path / "b.xlsx")
