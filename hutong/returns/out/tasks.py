"""The job that makes a workbook: a block, a transaction; nothing of the list is held but the file. A job carries ids only."""

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock
from hutong.ground.work import AGAIN, said_of
from hutong.returns.models import Export
from hutong.returns.out import actions, book, lists
from hutong.returns.out.lists import Asked, Exportable

log = logging.getLogger("hutong")
KEPT_DAYS = 7
Status = Export.Status


@app.task(queue="exports", retry=AGAIN)
def make_export(export_id: str) -> None:
    """Make the workbook that was asked for; ends in DONE or FAILED. Killed half-way it begins again."""
    with context.within(grants.system()) as system:
        export = Export.objects.within(system).get(pk=uuid.UUID(export_id))
    if export.status not in (Status.WAITING, Status.WORKING):
        return
    try:
        grant, one = _grant(export), lists.find(export.what)
        if grant is None or one is None or not _may(grant, one, export):
            return _say(export, status=Status.FAILED, error="申请人的岗位已变动，请由在任的工作人员重新导出。")
        _make(grant, one, export)
    except Exception as wrong:
        sentence = said_of(wrong) or "没有导出成，请重试；仍不行请告诉技术支持。"
        log.error("export", exc_info=wrong)
        _say(export, status=Status.FAILED, error=sentence)


def _grant(export: Export) -> Grant | None:
    """The rights that the person has now, not those held when asking."""
    person = people.somebody(export.person)
    grant = held.grant_of(person, Role(export.role)) if person else None
    return grant.narrowed(export.place) if grant and grant.role == export.role else None


def _may(grant: Grant, one: Exportable, export: Export) -> bool:
    needed = {Permission.LEDGER_EXPORT, one.permission} | ({Permission.CHILD_UNMASK} if export.full else set())
    return needed <= grant.permissions


def _make(grant: Grant, one: Exportable, export: Export) -> None:
    asked = Asked(export.place, export.filters, tuple(export.columns), export.full, export.pk)
    with context.within(grant):
        sheet, total, notes = one.sheet(grant, asked), one.total(grant, asked), one.notes(grant, asked)
    _say(export, status=Status.WORKING, total=total, done=0)
    content = book.write(sheet, _rows(grant, one, asked), notes, lambda done: _say(export, done=done))
    now = clock.now()
    # One transaction: killed in between, it would be made, and logged, twice.
    with context.within(grant):
        file = actions.keep(grant, export, content, KEPT_DAYS)
        _say(export, status=Status.DONE, file=file, total=export.done, finished_at=now,
             expires_at=now + timedelta(days=KEPT_DAYS))  # fmt: skip


def _rows(grant: Grant, one: Exportable, asked: Asked) -> Iterator[book.Row]:
    after: Any = None
    while True:
        with context.within(grant):
            rows, after = one.block(grant, asked, after)
        yield from rows
        if after is None:
            return


def _say(export: Export, **values: Any) -> None:
    """Tell the waiting screen, in a transaction of its own."""
    for name, value in values.items():
        setattr(export, name, value)
    with context.within(grants.system()):
        export.save(update_fields=list(values))
