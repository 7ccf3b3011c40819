"""However children are laid out on a sheet: each is read rightly, or the file is refused in a sentence; never some without a word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hutong.children.values.text import Cell
from hutong.ledgers.reading.book import Book, Row, Sheet
from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.results import CheckedRow
from hutong.ledgers.reading.tests.support import KEY_DAY, WANBAO, FakeRegister, VillagesOf, number

Lines = list[list[Cell]]
FIELDS = ["姓名", "身份证号", "村", "性别", "父亲姓名", "母亲姓名", "监护人电话"]
NAMES = ["李明", "王刚", "赵强", "孙阳", "周亮", "吴斌", "郑伟", "冯军", "陈磊"]
BETWEEN = st.sampled_from([[], [None], ["第1页，共2页"], ["续表"], ["万宝镇名册"], [None, None, "以下空白"]])


def told(at: int) -> dict[str, str]:
    """A child and what a ledger says of it."""
    name = NAMES[at]
    return {
        "姓名": name, "身份证号": number(order=f"{2 * at + 1:03d}"), "村": "新立村", "性别": "男",
        "父亲姓名": name[0] + "父某", "母亲姓名": "张" + name[1], "监护人电话": f"1380000{at:04d}",
    }  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Lines], list[int]]:
    """Tables of children, each with its own columns in its own order; and who stands in them."""
    found, at = [], 0
    for _ in range(draw(st.integers(1, 3))):
        columns = ["姓名", "身份证号", "村", *draw(st.lists(st.sampled_from(FIELDS[3:]), unique=True))]
        columns = draw(st.permutations(columns))
        children = [told(at + one) for one in range(draw(st.integers(1, 3)))]
        at += len(children)
        found.append([columns, *[[child[name] for name in columns] for child in children]])
    return found, list(range(at))


def answer(rows: Lines) -> list[CheckedRow] | None:
    """The rows of the answer; None where the file is refused in a sentence."""
    numbered = [Row(at, list(row)) for at, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    said = ""
    try:
        return check(Book("xlsx", [Sheet("台账", True, numbered)]), VillagesOf(WANBAO), FakeRegister(), KEY_DAY).rows
    except LedgerError as refused:
        said = str(refused)
    assert said.endswith("。")
    return None


def expect(found: list[CheckedRow], there: list[int]) -> None:
    children = {row.child.name: row.child for row in found if row.child and row.outcome == "new"}
    assert sorted(children) == sorted(NAMES[at] for at in there)
    for at in there:
        wanted, child = told(at), children[NAMES[at]]
        assert child.id_number == wanted["身份证号"]
        for name, field in (("父亲姓名", "father_name"), ("母亲姓名", "mother_name"), ("监护人电话", "guardian_phone")):
            assert child.facts.get(field) in (None, wanted[name])


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_tables_below_each_other(made, data):
    parts, there = made
    rows: Lines = []
    for part in parts:
        rows += [data.draw(BETWEEN), *part]
    found = answer(rows)
    assert found is not None
    expect(found, there)


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 2), st.integers(0, 2))
def test_tables_beside_each_other(made, gap, lower):
    parts, there = made
    height = max(len(part) + lower * at for at, part in enumerate(parts))
    rows: Lines = [[] for _ in range(height)]
    for at, part in enumerate(parts):
        padded = [[None] * len(part[0])] * (lower * at) + part
        for number_, row in enumerate(rows):
            row += (padded[number_] if number_ < len(padded) else [None] * len(part[0])) + [None] * gap
    found = answer(rows)
    if found is not None:
        expect(found, there)
