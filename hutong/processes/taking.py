"""The only way a record's state changes: a step that its table has, for whoever may take it, once.

The database asks the same of everybody (sql/step.sql), but not who: that is checked here and by the action's permission.
"""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.processes.registry import Process, of
from hutong.processes.table import Row


def expect(grant: Grant, record: Any, event: str) -> Row:
    """The row by which an event takes a record on from where it is. Raises Problem 409 where its state has none, saying who
    brought it there and when, 403 where the row names other roles. The system (no role) takes every step."""
    process = of(type(record))
    state = getattr(record, process.column)
    row = next((row for row in process.table.moves if (row.from_state, row.event) == (state, event)), None)
    if row is None:
        raise _overtaken(process, grant, record)
    if grant.person and grant.role not in row.who:
        who = "、".join(role.label for role in row.who)
        raise Problem(403, f"“{process.table.names[event]}”由{who}办理。", "not_yours")
    return row


def take(grant: Grant, record: Any, event: str, **written: Any) -> None:
    """Take a record one step, with what else the step writes (fields of the record). Inside an action.

    Of two who do so at once the second waits for the first and is told who that was. Raises Problem 403, 409.
    """
    process, row = of(type(record)), expect(grant, record, event)
    values = {process.column: row.to_state, "step_id": row.key, **written}
    here = plain(process.model).filter(pk=record.pk, **{process.column: row.from_state})
    if not here.update(**values):
        record.refresh_from_db()
        raise _overtaken(process, grant, record)
    for name, value in values.items():
        setattr(record, name, value)


def _overtaken(process: Process, grant: Grant, record: Any) -> Problem:
    state = process.table.names[getattr(record, process.column)]
    done = process.done(grant, record)
    return Problem(409, f"这件{process.called}{state}{f'（{done}）' if done else ''}，请刷新页面。", "overtaken")
