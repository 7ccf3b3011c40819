"""A cell of one sign over and over is read at once, however long it is: or the work of a province waits behind one workbook."""

import time

import pytest

from hutong.children.values.id_number import read_id_number
from hutong.children.values.names import noted_name
from hutong.children.values.phones import read_phone
from hutong.children.values.vocabulary import words
from hutong.ledgers.reading.categories import read_categories
from hutong.ledgers.reading.cells import PLAIN_KINDS, reader_for
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.persons import read_people
from hutong.ledgers.reading.reading import read
from hutong.ledgers.reading.reading_child import LONGEST_CELL
from hutong.places import names

SIGNS = ["·", "、", " ", "(", ")", "(、", "T", "1", "1.", "一", "村", "汉", "a", "*", "A·"]
# What names whose row it is has readers of its own, and what is ignored none.
KINDS = {column.kind: column for column in words().columns.values() if column.kind in PLAIN_KINDS}
READERS = {
    "categories": lambda text: read_categories(text, words()),
    "date": read_date,
    "phone": read_phone,
    "name": noted_name,
    "id": read_id_number,
    "people": lambda text: read_people(text, words()),
    "place": names.stem_of,
} | {
    f"column of {kind}": lambda text, column=column: reader_for(column, words())[text] for kind, column in KINDS.items()
}


@pytest.mark.parametrize("reader", READERS)
def test_a_cell_of_one_sign_is_read_at_once(reader: str) -> None:
    for sign in SIGNS:
        for end in (")", "!"):
            text = (sign * LONGEST_CELL)[: LONGEST_CELL - 1] + end
            began = time.process_time()
            READERS[reader](text)
            assert time.process_time() - began < 0.5, sign


def test_categories_do_not_look_for_the_closing_bracket_from_each_sign() -> None:
    began = time.process_time()
    read_categories("·" * 30_000 + ")", words())
    assert time.process_time() - began < 2


def test_a_longer_cell_is_cut_where_the_file_is_read(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,备注\n张小明," + "、" * 30_000 + "\n", encoding="utf-8")
    [sheet] = read(path).sheets
    assert len(str(sheet.rows[1].cells[1])) == LONGEST_CELL
