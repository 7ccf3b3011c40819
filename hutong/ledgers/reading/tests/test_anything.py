"""Whatever stands in a ledger: the check answers, and its answer holds together."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from hutong.ledgers.reading.answer import as_json
from hutong.ledgers.reading.book import Book, Merged, Row, Sheet
from hutong.ledgers.reading.check import check
from hutong.ledgers.reading.errors import LedgerUnreadable
from hutong.ledgers.reading.results import CheckedLedger
from hutong.ledgers.reading.tests.support import HEAD, KEY_DAY, WANBAO, FakeRegister, VillagesOf, after_import, boy

WORDS = [
    *boy(),
    "合计",
    "28人",
    "填表人：",
    "无",
    "√",
    "13800000000",
    "2019.11",
    43794.0,
    1e17,
    True,
    "新立村",
    "姓名",
    "x\x00",
]
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=12), st.floats(), st.integers(), st.dates())
MORE = [
    "父亲姓名",
    "电话",
    "监护人",
    "关系",
    "就学情况",
    "健康状况",
    "已享受救助",
    "家庭收入",
    "困境儿童",
    "证件类型",
    "备注",
    "",
]


NAMES = st.sampled_from(["李明", "王刚", "阿依古丽·买买提"])
ORDERS = st.sampled_from(["123", "125", "127"])


@st.composite
def lines(draw, width):
    """A child's row in which some cells hold something else."""
    row = [*boy(draw(NAMES), order=draw(ORDERS)), *[draw(CELLS) for _ in range(width - len(HEAD))]]
    for at, cell in draw(st.dictionaries(st.integers(0, width - 1), CELLS, max_size=3)).items():
        row[at] = cell
    return row


@st.composite
def books(draw):
    head = [*HEAD, *draw(st.lists(st.sampled_from(MORE), max_size=6, unique=True))]
    wild = st.lists(CELLS, min_size=1, max_size=len(head))
    below = draw(st.lists(st.one_of(lines(len(head)), wild), max_size=8))
    rows = [Row(at, list(line)) for at, line in enumerate([head, *below], 1)]
    corner = st.integers(0, 12)
    merged = [
        Merged(1 + min(a, c), min(b, d), 1 + max(a, c), max(b, d))
        for a, b, c, d in draw(st.lists(st.tuples(corner, corner, corner, corner), max_size=2))
    ]
    merged = [area for area in merged if area.first_row > 1]
    return Book("xlsx", [Sheet("台账", True, rows, merged)])


def checked_or_told(book: Book) -> CheckedLedger | None:
    """The answer; or None where a child stands in a row that is none, which is refused in a sentence."""
    said = ""
    try:
        return check(book, VillagesOf(WANBAO), FakeRegister(), KEY_DAY)
    except LedgerUnreadable as told:
        said = str(told)
    assert said.endswith("。")
    return None


@settings(max_examples=120, deadline=None)
@given(books())
def test_every_ledger_gets_an_answer(book):
    checked = checked_or_told(book)
    if checked is None:
        return
    answer = as_json(checked, "a.xlsx")
    assert "\\u0000" not in json.dumps(answer)
    assert sum(answer["totals"].values()) == len(answer["rows"])
    for row in answer["rows"]:
        assert (row["child"] is None) == (row["outcome"] == "refused")
        assert (row["outcome"] == "refused") <= any(one["severity"] == "error" for one in row["problems"])
        assert not (row["outcome"] in ("new", "changed") and any(one["severity"] == "error" for one in row["problems"]))


@settings(max_examples=80, deadline=None)
@given(books())
def test_what_was_taken_in_is_unchanged_when_sent_again(book):
    first = checked_or_told(book)
    if first is None:
        return
    register = after_import(first)
    register.children = [
        one
        for one, row in zip(register.children, (r for r in first.rows if r.child), strict=True)
        if row.outcome == "new"
    ]
    again = check(book, VillagesOf(WANBAO), register, KEY_DAY)
    assert again.totals["changed"] == again.totals["new"] == 0
