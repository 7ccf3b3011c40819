"""Which records go by which process; an app says it from its apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hutong.accounts.grants import Grant
from hutong.processes.table import FOLDER, Table, read


@dataclass(frozen=True)
class Process:
    """Records of a model whose state goes by a table.

    column: of the state. done: by whom and when the last step was taken, as whoever asks may know it.
    """

    table: Table
    model: Any
    column: str
    called: str
    done: Callable[[Grant, Any], str]


_processes: dict[Any, Process] = {}


def register(key: str, model: Any, column: str, called: str, done: Callable[[Grant, Any], str]) -> None:
    """Say that a model's records go by policy/national/processes/<key>.csv. called: one of them, in Chinese."""
    _processes[model] = Process(read(FOLDER / f"{key}.csv"), model, column, called, done)


def of(model: Any) -> Process:
    """The process that a model's records go by."""
    return _processes[model]


def processes() -> list[Process]:
    """All of them, by key."""
    return sorted(_processes.values(), key=lambda process: process.table.key)
