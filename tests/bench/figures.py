"""Everything one run of the bench measured."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.bench.asking import Answered
from tests.bench.clients import Crowd
from tests.bench.copying import Copied
from tests.bench.stopwatch import quantile

STEPS = {
    "read": "read",
    "check": "check",
    "write": "write, to the last journal entry",
    "stage": "keep rows for the screen",
}


@dataclass(frozen=True)
class Import:
    """What taking_in.py printed: seconds by step, outcomes of the rows, peaks of both processes, processor time."""

    seconds: dict[str, float]
    totals: dict[str, int]
    parent_kb: int
    reader_kb: int
    # Processor seconds of the importing process, its reader, and the server's process for it.
    processor: dict[str, float] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(self.totals.values())

    @property
    def steps(self) -> dict[str, float]:
        """Seconds of each step, and of what is left: the upload kept, constraints and commit."""
        known = {title: self.seconds[name] for name, title in STEPS.items()}
        return known | {"commit and the rest": self.seconds["whole"] - sum(known.values())}


@dataclass
class Figures:
    """One run."""

    at: datetime
    machine: dict[str, str]
    taken: Import
    copied: list[Copied]
    # Children in the register before.
    before: int = 0
    # Unit's name: answers.
    answered: dict[str, list[Answered]] = field(default_factory=dict)
    crowds: dict[str, Crowd] = field(default_factory=dict)

    @property
    def copy_seconds(self) -> float:
        return sum(one.seconds for one in self.copied)

    @property
    def copy_full_seconds(self) -> float:
        return sum(one.into_full for one in self.copied)


def milliseconds(answer: Answered) -> dict[str, Any]:
    """p50 and p95 of an answer's three times, in ms, and how many times the bare SQL the database part is."""
    times = {"http": answer.whole, "database": answer.database, "bare": answer.bare}
    found = {f"{name}_{share}": 1000 * quantile(of, share / 100) for name, of in times.items() for share in (50, 95)}
    return found | {"ratio": found["database_50"] / found["bare_50"]}
