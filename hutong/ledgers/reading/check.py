"""Checking a ledger: everything an import would do, and nothing done."""

from collections.abc import Callable, Iterator
from datetime import date
from heapq import merge
from itertools import groupby

from hutong.children.values.vocabulary import words
from hutong.ground.ahead import ahead
from hutong.ledgers.reading.book import Book
from hutong.ledgers.reading.compare import Comparison
from hutong.ledgers.reading.doubts import doubts
from hutong.ledgers.reading.drafts import Drafter
from hutong.ledgers.reading.hints import hint
from hutong.ledgers.reading.memory import many_objects
from hutong.ledgers.reading.results import CheckedLedger, CheckedRow, LedgerChild, Register, Registered, VillageMatcher
from hutong.ledgers.reading.sheets import Corrections, ledger_sheets


def check(
    book: Book,
    village_matcher: VillageMatcher,
    register: Register,
    on: date,
    columns_override: Corrections | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> CheckedLedger:
    """Every child's row with its outcome, as an import on the day `on` would treat it (issue 2 §5).

    columns_override: {sheet name ("" for CSV): {column letter: field or None}}. on_progress: hears the number of rows read.
    Raises LedgerWithoutHeader when no visible sheet has a header, ValueError (in Chinese) for an override to a field that
    does not exist.
    """
    vocabulary = words()
    sheets, passed = ledger_sheets(book, vocabulary, columns_override or {}, on)
    with many_objects():
        rows: list[CheckedRow] = []
        registered: dict[str, Registered] = {}
        drafts = _in_order([Drafter(found, village_matcher, vocabulary, on) for found in sheets])
        for block in ahead(list, drafts):
            rows += block
            if numbers := [child.id_number for row in block if (child := _said(row)) and child.id_number]:
                registered |= register.find(numbers)
            on_progress(len(rows))
        comparison = Comparison(rows, {found.key: found.columns() for found in sheets})
        comparison.within_file()
        comparison.with_register(register, registered)
        for row in rows:
            if row.outcome in ("new", "changed") and row.child:
                row.doubts = doubts(row, row.child, on, vocabulary)
        hint(sheets, rows)
    return CheckedLedger(book, [found.described() for found in sheets], rows, passed)


def _said(row: CheckedRow) -> LedgerChild | None:
    """The child of a row, on the ledger or gone from it."""
    return row.child or (row.left.child if row.left else None)


def _in_order(drafters: list[Drafter]) -> Iterator[CheckedRow]:
    """The rows of all tables, as they stand in the file; of two tables side by side the left one first."""
    for _, same in groupby(drafters, key=lambda one: one.sheet):
        tables = [one.rows() for one in same]
        yield from tables[0] if len(tables) == 1 else merge(*tables, key=lambda row: row.row)
