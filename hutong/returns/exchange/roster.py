"""A whole roster of the national system laid beside our files, by the checks of the intake (S2-3)."""

import uuid
from collections.abc import Iterator
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children.models import Child
from hutong.children.protecting import reading as protecting
from hutong.children.values.vocabulary import label
from hutong.ground import clock
from hutong.ledgers.intake import work
from hutong.ledgers.reading.answer import shown
from hutong.ledgers.reading.book import Book
from hutong.ledgers.reading.results import CheckedRow
from hutong.returns.exchange import template
from hutong.returns.out import rosters

OUTCOMES = {"new": "theirs", "changed": "differs", "unchanged": "same", "refused": "unread"}
CHANGES, TOLD = "_changes", "_told"
# What to do about each.
TODO = {
    "same": "一致，不用办理。",
    "differs": "核实哪一边对：全国系统不对的，采用比对结果后列入下一批；本系统不对的，改正档案。",
    "theirs": "核实是否在本县居住：在的建档，不在的请全国系统改正所属地。",
    "ours": "采用比对结果后作为新增列入下一批。",
    # Of comparisons made before a number on file elsewhere was nobody's to hear (ADR 24).
    "elsewhere": "已在外地建档：与对方办理迁移，或请全国系统改正所属地。",
    "unread": "按提示核对全国系统里的这一行。",
}


def compared(grant: Grant, book: Book, place: int) -> tuple[list[dict[str, Any]], int]:
    """Rows of a comparison (actions.new_rows), and how many were left out because their address is protected.

    Raises ledger.errors.LedgerError where the file holds no ledger.
    """
    today = clock.today()
    checked = work.checked(grant, book, place, today).checked
    ours = {child.pk: child for child in rosters.children(template.of("child"), grant, today)}
    theirs = {uuid.UUID(row.child_id): row for row in checked.rows if row.child_id}
    secret = protecting.protected(grant, {*ours, *theirs})
    told = template.children(grant, [child for key, child in ours.items() if key not in secret], today)
    rows = [*_theirs(checked.rows, ours, told, secret, place), *_missing(ours, told, theirs)]
    return rows, len(secret)


def _theirs(
    checked: list[CheckedRow], ours: dict[uuid.UUID, Child], told: dict[Any, Any], secret: set[uuid.UUID], place: int
) -> Iterator[dict[str, Any]]:
    seen: set[uuid.UUID] = set()
    for row in checked:
        child = uuid.UUID(row.child_id) if row.child_id else None
        if row.outcome == "duplicate" or child in secret or child in seen:
            continue
        if child and child in told:
            seen.add(child)
            yield _ours(row, ours[child], told[child])
        else:
            yield _foreign(row, place)


def _ours(row: CheckedRow, child: Child, values: dict[str, Any]) -> dict[str, Any]:
    changes = [
        {
            "label": label(one.field),
            "old": shown(one.field, one.old),
            "new": shown(one.field, one.new),
            "field": one.field,
        }
        for one in row.changes
    ]
    digest = b"" if changes else template.digest(values)
    return {
        "kind": "child",
        "subject": child.pk,
        "place": child.place,
        "what": OUTCOMES["changed" if changes else "unchanged"],
        "digest": digest,
        "values": values | {CHANGES: changes, TOLD: ""},
    }


def _foreign(row: CheckedRow, place: int) -> dict[str, Any]:
    why = "；".join(dict.fromkeys(one.message for one in row.problems if one.severity == "error"))
    who = row.child
    values = {"name": who.name, "id_number": who.id_number, "birth_date": who.birth_date.isoformat()} if who else {}
    what = OUTCOMES.get(row.outcome, "theirs")
    return {
        "kind": "child",
        "subject": None,
        "place": who.place_code if who else place,
        # A file of ours that is no longer to be reported, such as of a child that left: theirs alone.
        "what": "theirs" if what in ("differs", "same") else what,
        "digest": b"",
        "values": values | {CHANGES: [], TOLD: f"第{row.row}行：{why}" if why else f"第{row.row}行"},
    }


def _missing(
    ours: dict[uuid.UUID, Child], told: dict[Any, Any], theirs: dict[uuid.UUID, CheckedRow]
) -> Iterator[dict[str, Any]]:
    for key, child in ours.items():
        if key in told and key not in theirs:
            values = told[key] | {CHANGES: [], TOLD: ""}
            yield {
                "kind": "child",
                "subject": key,
                "place": child.place,
                "what": "ours",
                "digest": b"",
                "values": values,
            }
