"""The coloured workbook that goes back to the office."""

import openpyxl
import pytest

from hutong.ledgers.reading import problem_book
from hutong.ledgers.reading.tests.support import HEAD, KAOSHAN, LEDGERS, boy, check_file, number, workbook


def marked(path) -> dict[str, tuple[str, str]]:
    found = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    found[cell.coordinate] = (cell.fill.start_color.rgb[2:], cell.comment.text)
    return found


def test_the_same_workbook_comes_back_with_its_problems(tmp_path):
    source = LEDGERS / "kaoshan-messy.xlsx"
    problem_book.write(source, check_file(source, KAOSHAN), tmp_path / "out.xlsx")
    marks = marked(tmp_path / "out.xlsx")
    assert sorted(marks) == ["B21", "C22", "D20", "E19", "E24", "F16", "F17", "F18", "F26", "H23", "Q30"]
    assert marks["F16"][0] == "FFB3B3"
    assert marks["Q30"][0] == "FFF2B3"
    assert "18位" in marks["F17"][1]
    before, after = (openpyxl.load_workbook(path)["Sheet1"] for path in (source, tmp_path / "out.xlsx"))
    assert list(before.values) == list(after.values)


@pytest.mark.parametrize("limit", [400_000, 0])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(problem_book, "MOST_STYLED_CELLS", limit)
    path = workbook(tmp_path / "a.xlsx", [[*HEAD, "备注"], [*boy(village="查无此村"), "x"]])
    book = openpyxl.load_workbook(path)
    for column, text in ((7, "=HYPERLINK(1)"), (8, "@SUM(1)")):
        book["台账"].cell(2, column, text).data_type = "s"
    book.save(path)
    problem_book.write(path, check_file(path), tmp_path / "out.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["台账"]["G2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
    assert {"B2", "G2"} <= set(marked(tmp_path / "out.xlsx"))


def test_a_csv_comes_back_as_a_workbook_with_the_same_rows(tmp_path):
    path = tmp_path / "a.csv"
    row = ",".join(map(str, boy(village="查无此村")))
    path.write_text(f"说明\n\n{','.join(HEAD)}\n{row},=1+1\n", encoding="gb18030")
    problem_book.write(path, check_file(path), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet
    assert [sheet["A1"].value, sheet["C3"].value, sheet["F4"].value] == ["说明", "姓名", number()]
    assert sheet["H4"].data_type == "s"
    assert list(marked(tmp_path / "out.xlsx")) == ["B4"]


def test_a_problem_in_a_merged_cell_is_shown_in_its_first_cell(tmp_path):
    rows = [HEAD, boy(village="查无此村"), boy("王刚", order="125", village=None)]
    path = workbook(tmp_path / "a.xlsx", rows, merged=["B2:B3"])
    problem_book.write(path, check_file(path), tmp_path / "out.xlsx")
    assert list(marked(tmp_path / "out.xlsx")) == ["B2"]


def test_a_missing_column_is_explained_at_the_name(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["李明", number()]], title="Sheet1")
    problem_book.write(path, check_file(path), tmp_path / "out.xlsx")
    assert marked(tmp_path / "out.xlsx")["A2"][1].startswith("村（社区）：没有写明")
