"""CSV files whose quotation marks do not pair: all rows, or a sentence."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hutong.ledgers.reading.reading_csv import Unreadable, records

LINES = ["序号,村,姓名,备注", "1,新立村,李明,甲", "2,新立村,王刚,乙", "3,江北村,赵强,丙", "4,江北村,孙阳,丁"]


def read(lines: list[str]) -> list[list[str]]:
    return list(records("\n".join(lines).encode()))


@pytest.mark.parametrize("where", [[1], [1, 3], [2, 4], [1, 2, 3], [4]])
@pytest.mark.parametrize("put", ['{}"', '"{}', '{}"x'])
def test_a_lone_mark_swallows_no_row(where, put):
    lines = list(LINES)
    for at in where:
        head, _, last = lines[at].rpartition(",")
        lines[at] = f"{head},{put.format(last)}"
    found = read(lines)
    assert [row[2] for row in found] == ["姓名", "李明", "王刚", "赵强", "孙阳"]


@given(st.integers(1, 4), st.integers(0, 3), st.integers(1, 4), st.integers(0, 3))
def test_wherever_the_marks_stand_rows_are_whole_or_refused(row_a, column_a, row_b, column_b):
    assume(row_a != row_b)
    cells = [line.split(",") for line in LINES]
    cells[row_a][column_a] = '"' + cells[row_a][column_a]
    cells[row_b][column_b] += '"'
    try:
        found = read([",".join(row) for row in cells])
    except Unreadable:
        return
    assert [row[2].strip('"') for row in found] == ["姓名", "李明", "王刚", "赵强", "孙阳"]


def test_marks_that_pair_may_hold_line_breaks_and_separators():
    assert read(['a,b,c', '1,"x\ny",2', '3,"p,q\nr",4', '5,"say ""hi""",6']) == [
        ["a", "b", "c"], ["1", "x\ny", "2"], ["3", "p,q\nr", "4"], ["5", 'say "hi"', "6"],
    ]  # fmt: skip
