"""The worker's part of a ledger: check, then (when a person confirmed) write. A job carries ids only.

Each step is one transaction: killed half-way, it leaves the ledger as it was, and the job is taken up again.
"""

import logging
import uuid
from functools import partial
from typing import Any

from procrastinate.contrib.django import app

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Role
from hutong.children.identity import Taken
from hutong.documents import store
from hutong.doubles import find as doubles
from hutong.ground import clock, progress
from hutong.ground.work import AGAIN, said_of
from hutong.journal.actions import operation
from hutong.ledgers.intake import problems, staging, undo, work
from hutong.ledgers.intake.actions import NotNow
from hutong.ledgers.models import LedgerImport
from hutong.ledgers.reading.answer import sheets_as_json
from hutong.ledgers.reading.book import Book
from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.results import CheckedLedger

log = logging.getLogger("hutong")
Status = LedgerImport.Status
NO_POST = "上传人已不在岗，请由在任的工作人员重新上传。"


@app.task(queue="ledgers", retry=AGAIN)
def check_ledger(ledger_id: str) -> None:
    """Read and check an uploaded ledger; ends in CHECKED or FAILED."""
    ledger, grant = _begin(ledger_id)
    if ledger.status not in (Status.WAITING, Status.READING, Status.CHECKING):
        return
    if grant is None:
        return _fail(ledger, NO_POST)
    try:
        _say(ledger, status=Status.READING)
        book = _read(grant, ledger)
        total = sum(len(sheet.rows) for sheet in book.sheets)
        _say(ledger, status=Status.CHECKING, total=total, done=0)
        with context.within(grant):
            told = partial(progress.tell, "ledger", ledger.pk, total=total)
            checked = work.checked(grant, book, ledger.place, ledger.on, ledger.columns, told).checked
            staging.stage(grant, ledger, checked)
            save(ledger, **summary(checked), status=Status.CHECKED)
    except Exception as wrong:
        _fail(ledger, _sentence(wrong))


@app.task(queue="ledgers", retry=AGAIN)
def write_ledger(ledger_id: str) -> None:
    """Write a confirmed ledger in one transaction; ends in DONE, or back in CHECKED with a word why."""
    ledger, grant = _begin(ledger_id)
    if ledger.status != Status.IMPORTING:
        return
    if grant is None:
        return _fail(ledger, NO_POST)
    try:
        book = _read(grant, ledger)
        with context.within(grant):
            # The same job may run twice; whoever comes second finds it done.
            if LedgerImport.objects.within(grant).select_for_update().get(pk=ledger.pk).status != Status.IMPORTING:
                return
            checked, op = work.written(grant, ledger, book)
            save(ledger, **summary(checked), status=Status.DONE, finished_at=clock.now(), op=op)
    except Exception as wrong:
        return _say(ledger, status=Status.CHECKED, error=_sentence(wrong))
    with context.within(grants.system()) as system:
        doubles.find(system, [uuid.UUID(row.child_id) for row in checked.rows if row.child_id])


@app.task(queue="ledgers", retry=AGAIN)
def undo_ledger(ledger_id: str) -> None:
    """Take an import back in one transaction; ends in UNDONE, or back in DONE with a word why."""
    ledger, grant = _begin(ledger_id)
    if ledger.status != Status.UNDOING:
        return
    if grant is None:
        return _say(ledger, status=Status.DONE, error=NO_POST)
    try:
        with context.within(grant):
            undo.undo(grant, ledger)
    except Exception as wrong:
        _say(ledger, status=Status.DONE, error=_sentence(wrong))


@app.task(queue="ledgers", retry=AGAIN)
def make_problem_book(ledger_id: str, person_id: str, role: str) -> None:
    """Make the problem workbook of a ledger; kept encrypted for seven days."""
    ledger, _ = _begin(ledger_id)
    person = people.somebody(person_id)
    grant = held.grant_of(person, Role(role)) if person else None
    if ledger.problems_state != "making" or grant is None or not grant.covers(ledger.place):
        return
    try:
        with context.within(grant):
            content = problems.workbook(grant, ledger)
            with operation("children.problem_book"):
                file = store.keep(ledger.place, f"问题行_{ledger.file_name.rsplit('.', 1)[0]}.xlsx", content, days=7)
            save(ledger, problems=file.pk, problems_state="ready")
    except Exception as wrong:
        _say(ledger, problems_state="failed", error=_sentence(wrong))


def _sentence(wrong: Exception) -> str:
    """What the waiting person is told; whatever is our fault is logged and said to be so."""
    if sentence := said_of(wrong):
        return sentence
    if isinstance(wrong, FileNotFoundError):
        return "文件已过保存期，请重新上传。"
    if isinstance(wrong, LedgerError | Taken | NotNow):
        return str(wrong)
    log.error("ledger", exc_info=wrong)
    return "系统没能处理这份台账，什么都没有写入。请重试；仍不行请把文件交给技术支持。"


def _begin(ledger_id: str) -> tuple[LedgerImport, Grant | None]:
    with context.within(grants.system()) as system:
        ledger = LedgerImport.objects.within(system).get(pk=uuid.UUID(ledger_id))
    person = people.somebody(ledger.person)
    grant = held.grant_of(person, Role(ledger.role)) if person else None
    return ledger, grant if grant and grant.role == ledger.role and grant.covers(ledger.place) else None


def _read(grant: Grant, ledger: LedgerImport) -> Book:
    with context.within(grant):
        _, content = store.read(grant, ledger.file)
    return work.read_bytes(ledger.file_name, content)


def summary(checked: CheckedLedger) -> dict[str, Any]:
    """What the import's row keeps of a checked ledger."""
    count, sheets = len(checked.rows), sheets_as_json(checked)
    totals = checked.totals | {"doubts": sum(1 for row in checked.rows if row.doubts)}
    told = {"totals": totals, "sheets": sheets, "done": count, "total": count, "error": ""}
    return told | {"problems_state": "", "problems": None}


def _fail(ledger: LedgerImport, sentence: str) -> None:
    _say(ledger, status=Status.FAILED, error=sentence[:500])


def _say(ledger: LedgerImport, **values: Any) -> None:
    """Tell the waiting screen, in a transaction of its own."""
    with context.within(grants.system()):
        save(ledger, **values)


def save(ledger: LedgerImport, **values: Any) -> None:
    """Set and save some columns."""
    for name, value in values.items():
        setattr(ledger, name, value)
    ledger.save(update_fields=list(values))
