"""Processes told to programs and drawn for the docs, from the same rows that the database goes by."""

from typing import Any

from hutong.processes import clocks
from hutong.processes.registry import Process, processes

HEAD = """# Processes

Made by `hutong processes --drawing > docs/processes.md` from `policy/national/processes/`; a test says when it is old.
"""
WITHIN = {"minute": "分钟", "hour": "小时", "day": "天", "working_day": "个工作日", "month": "个月"}


def as_data() -> dict[str, Any]:
    """What `hutong processes --json` prints."""
    return {"processes": [_told(process) for process in processes()]}


def _told(process: Process) -> dict[str, Any]:
    table = process.table
    moves = [
        {"from": row.from_state, "event": row.event, "to": row.to_state, "who": [role.value for role in row.who],
         "clock": clocks.of(row.clock)}
        for row in table.moves
    ]  # fmt: skip
    return {"key": table.key, "table": process.model._meta.db_table, "column": process.column,
            "first": table.begin.to_state, "final": table.final, "moves": moves}  # fmt: skip


def drawing() -> str:
    """The docs' page: a Mermaid diagram a process."""
    return "\n".join([HEAD, *map(_drawn, processes())])


def _drawn(process: Process) -> str:
    table, names = process.table, process.table.names
    states = list(dict.fromkeys(row.to_state for row in table.rows))
    lines = [f"## {process.called} (`{process.model._meta.db_table}.{process.column}`)", "", "```mermaid"]
    lines += ["stateDiagram-v2", *(f'    state "{names[state]}" as {state}' for state in states)]
    lines += [f"    {row.from_state or '[*]'} --> {row.to_state}: {_label(process, row)}" for row in table.rows]
    lines += [f"    {state} --> [*]" for state in table.final]
    return "\n".join([*lines, "```", ""])


def _label(process: Process, row: Any) -> str:
    due = clocks.of(row.clock)
    within = f"，{due['amount']}{WITHIN[due['unit']]}内" if due else ""
    return f"{process.table.names[row.event]}（{'、'.join(role.label for role in row.who)}{within}）"
