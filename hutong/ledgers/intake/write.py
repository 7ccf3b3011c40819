"""Write a checked ledger: new files in bulk, changed ones field by field, all in one action."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import clean
from hutong.children.actions.register import category_end, register
from hutong.children.actions.update import apply
from hutong.children.models import Category
from hutong.children.read import File
from hutong.ground.days import days
from hutong.journal.actions import action, current
from hutong.ledgers.intake import mapping
from hutong.ledgers.intake.register import DatabaseRegister
from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.results import CheckedLedger, CheckedRow


@action("children.import", Permission.LEDGER_IMPORT)
def write(
    grant: Grant, checked: CheckedLedger, known: DatabaseRegister, on: date, on_progress: Callable[[int, int], None]
) -> uuid.UUID:
    """Apply every new row, which has its file's id already, and every changed one. on_progress: hears how many files are opened, of how many. Gives the
    journal's operation. Raises identity.Taken when the register moved on."""
    new = fresh(checked)
    files = (mapping.new_file(row.child, row.child_id) for row in new if row.child)
    register(grant, files, on, lambda done: on_progress(done, len(new)))
    for row in checked.rows:
        if row.outcome == "changed" and row.child_id:
            _change(known.grant, known.files[row.child_id], row, on)
    op = current()
    assert op, "an action has its operation"
    return op


def fresh(checked: CheckedLedger) -> list[CheckedRow]:
    """The rows that open a file."""
    return [row for row in checked.rows if row.outcome == "new" and row.child]


def _change(grant: Grant, file: File, row: CheckedRow, on: date) -> None:
    facts = {change.field: change.new for change in row.changes if change.field != "categories"}
    groups: clean.Changes = mapping.grouped(facts, mapping.separate(file, row.child.facts if row.child else {}))
    if birth := groups.get("child", {}).get("birth_date"):
        groups["child"]["birth_date"] = date.fromisoformat(birth)
    if row.child:
        held = {category.key for category in file.categories}
        _add_categories(file, [key for key in row.child.categories if key not in held], on)
    try:
        apply(grant, file, groups)
    except clean.Invalid as wrong:
        raise LedgerError(f"第 {row.row} 行 {file.child.name}：{wrong}请改正后重新上传。") from None


def _add_categories(file: File, keys: list[str], on: date) -> None:
    rows: list[Any] = []
    for key in keys:
        until = category_end(key, file.child.birth_date)
        if until is None or on < until:
            period = days(on, until)
            rows.append(Category(id=new_id(), child=file.child, place=file.child.place, key=key, period=period))
    plain(Category).bulk_create(rows)
