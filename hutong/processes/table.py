"""A process as an official writes it: one CSV, a row a move, each state and event its code and its Chinese name."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from hutong.accounts.permissions import Role

FOLDER = Path(settings.BASE) / "policy" / "national" / "processes"
ROLES = {role.label: role for role in Role}


class ProcessError(ValueError):
    """A row of a process cannot be read, or the rows make no process; the sentence names the file and the row."""


@dataclass(frozen=True)
class Row:
    """One move. clock: the rule of policy/national/duty-intervals.csv by which it is due; "" where nothing is."""

    process: str
    from_state: str
    event: str
    to_state: str
    who: tuple[Role, ...]
    clock: str

    @property
    def key(self) -> str:
        return ".".join(part for part in (self.process, self.from_state, self.event) if part)


@dataclass(frozen=True)
class Table:
    """All rows of a process. names: the Chinese words of its states and events, by code."""

    key: str
    rows: tuple[Row, ...]
    names: dict[str, str]

    @property
    def begin(self) -> Row:
        return next(row for row in self.rows if not row.from_state)

    @property
    def moves(self) -> list[Row]:
        return [row for row in self.rows if row.from_state]

    @property
    def final(self) -> list[str]:
        """States that nothing leads out of, in the order of the file."""
        left = {row.from_state for row in self.rows}
        return list(dict.fromkeys(row.to_state for row in self.rows if row.to_state not in left))


@cache
def read(path: Path) -> Table:
    """The process of one file. Raises ProcessError."""
    names: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = tuple(_row(path, number, cells, names) for number, cells in enumerate(csv.DictReader(file), 2))
    _check(path, rows)
    return Table(path.stem, rows, names)


def tables() -> list[Table]:
    """Every process there is. Raises ProcessError."""
    return [read(path) for path in sorted(FOLDER.glob("*.csv"))]


def _row(path: Path, number: int, cells: dict[str, str], names: dict[str, str]) -> Row:
    try:
        start, event, end = (_code(cells[column], names) for column in ("从", "事件", "到"))
        who = tuple(ROLES[role] for role in cells["谁"].split("、"))
        if not event or not end:
            raise ValueError("事件和到达的状态不能空着")
        return Row(path.stem, start, event, end, who, cells["期限按规则"].strip())
    except (KeyError, ValueError, AttributeError) as error:
        raise ProcessError(f"{path.name} 第 {number} 行读不懂：{error}") from error


def _code(cell: str, names: dict[str, str]) -> str:
    if not cell.strip():
        return ""
    code, name = cell.split()
    if names.setdefault(code, name) != name:
        raise ValueError(f"{code} 有两个名称：{names[code]}、{name}")
    return code


def _check(path: Path, rows: Sequence[Row]) -> None:
    """One beginning, every state reached from it, one row an event of a state."""
    if len({row.key for row in rows}) < len(rows):
        raise ProcessError(f"{path.name}：同一个状态的同一个事件写了两行。")
    reached = {row.to_state for row in rows if not row.from_state}
    if sum(not row.from_state for row in rows) != 1:
        raise ProcessError(f"{path.name}：要有一行、也只能有一行没有“从”，写的是怎样开始。")
    while more := {row.to_state for row in rows if row.from_state in reached} - reached:
        reached |= more
    if lost := {row.from_state for row in rows if row.from_state} - reached:
        raise ProcessError(f"{path.name}：从开始走不到{'、'.join(sorted(lost))}。")
