"""What a user does with an uploaded ledger; the work itself is done by tasks.py."""

import uuid
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents import store
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.ledgers.intake import layouts
from hutong.ledgers.models import LedgerImport, LedgerRow

Status = LedgerImport.Status


class NotNow(ValueError):
    """The import is in another state than the step needs; the sentence says what to do."""


@action("children.upload_ledger", Permission.LEDGER_IMPORT)
def upload(grant: Grant, place: int, name: str, content: bytes) -> LedgerImport:
    """Keep an uploaded ledger encrypted for thirty days; the caller defers its check."""
    file = store.keep(place, name, content, days=30)
    ledger = LedgerImport(
        id=new_id(),
        place=place,
        **_by(grant),
        file=file.id,
        file_name=name[-200:],
        on=clock.today(),
        created_at=clock.now(),
    )
    ledger.save(force_insert=True)
    return ledger


@action("children.correct_columns", Permission.LEDGER_IMPORT)
def correct(grant: Grant, ledger_id: uuid.UUID, sheet: str | None, columns: dict[str, str | None]) -> LedgerImport:
    """Say what columns of a sheet really are; the ledger waits to be checked again."""
    ledger = _locked(grant, ledger_id, Status.CHECKED, Status.FAILED)
    ledger.columns[sheet or ""] = ledger.columns.get(sheet or "", {}) | columns
    return _to(ledger, Status.WAITING, columns=ledger.columns, **_by(grant))


@action("children.confirm_ledger", Permission.LEDGER_IMPORT)
def confirm(grant: Grant, ledger_id: uuid.UUID) -> LedgerImport:
    """Let a checked ledger be written."""
    ledger = _locked(grant, ledger_id, Status.CHECKED)
    layouts.keep(grant, ledger)
    return _to(ledger, Status.IMPORTING, done=0, total=0, **_by(grant))


@action("children.forget_layout", Permission.LEDGER_IMPORT)
def forget_layout(grant: Grant, ledger_id: uuid.UUID, sheet: str | None) -> LedgerImport:
    """Forget what was said about this layout in earlier ledgers; the ledger waits to be checked again."""
    ledger = _locked(grant, ledger_id, Status.CHECKED, Status.FAILED)
    layouts.forget(grant, ledger, sheet)
    return _to(ledger, Status.WAITING, **_by(grant))


@action("children.ask_problem_book", Permission.LEDGER_IMPORT)
def ask_problems(grant: Grant, ledger_id: uuid.UUID) -> bool:
    """Have the problem workbook made, unless it is there or on its way; gives whether the caller has to defer it."""
    ledger = LedgerImport.objects.within(grant).select_for_update().get(pk=ledger_id)
    if ledger.problems_state == "making" or (ledger.problems_state == "ready" and store.there(grant, ledger.problems)):
        return False
    ledger.problems_state, ledger.problems = "making", None
    ledger.save(update_fields=["problems_state", "problems"])
    return True


@action("children.discard_ledger", Permission.LEDGER_IMPORT)
def discard(grant: Grant, ledger_id: uuid.UUID) -> LedgerImport:
    """Give an upload up; nothing of it was written. Its staged rows are removed."""
    ledger = _locked(grant, ledger_id, Status.CHECKED, Status.FAILED, Status.WAITING)
    LedgerRow.objects.within(grant).filter(ledger=ledger).delete()
    return _to(ledger, Status.DISCARDED)


def _by(grant: Grant) -> dict[str, Any]:
    """Whoever takes the step answers for it, and it is done with their rights."""
    return {"person": grant.person, "person_name": grant.name, "role": grant.role or ""}


def _locked(grant: Grant, ledger_id: uuid.UUID, *allowed: str) -> LedgerImport:
    ledger = LedgerImport.objects.within(grant).select_for_update().get(pk=ledger_id)
    if ledger.status not in allowed:
        raise NotNow(f"这份台账现在的状态是“{Status(ledger.status).label}”，不能进行这一步。")
    return ledger


def _to(ledger: LedgerImport, status: str, **values: Any) -> LedgerImport:
    ledger.status = status
    for name, value in values.items():
        setattr(ledger, name, value)
    ledger.save(update_fields=["status", *values])
    return ledger
