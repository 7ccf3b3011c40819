"""`python -m tests.bench.planner [--children 50000]`: what each setting of hutong/ground/planning.py saves, on the same data.

Each work runs as the product does it, then with the setting left out, stopped after two minutes. Figures go to docs/bench.md: one
that has become the same twice is a setting to take out.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from tests.bench.world import world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
MARKS = ("<!-- planner: written by tests.bench.planner -->", "<!-- end of planner -->")
PATIENCE = 120
LISTED = 20


def main() -> None:
    """Measure once, write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.planner", description=__doc__)
    parser.add_argument("--children", type=int, default=50_000, metavar="N")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    asked = parser.parse_args()
    lines = []
    with world():
        lines += _compared("without_loops", "The national list of places into an empty system", _places, fresh=True)
    with world():
        from tests.bench import export, page

        export.fill(asked.children)
        lines += _compared("without_loops", f"Doubles of {asked.children:,} children, all of them", _doubles)
        lines += _compared("along_an_index", f"A county's list, first page, {LISTED} times", _listed)
    for kept in (True, False):
        with world():
            lines.append(("as_if_full", "The demo world", kept, _taken("as_if_full", kept, _demo)))
    figures = _page(lines)
    print(figures)
    page.put(asked.page, figures, MARKS)


Line = tuple[str, str, bool, float | None]


def _compared(setting: str, title: str, work: Callable[[], None], *, fresh: bool = False) -> list[Line]:
    """Without it first where the work can be done once only: stopped, it leaves nothing."""
    halves = (False, True) if fresh else (True, False)
    return [(setting, title, kept, _taken(setting, kept, work)) for kept in halves]


def _taken(setting: str, kept: bool, work: Callable[[], None]) -> float | None:
    """Seconds; None where it was stopped."""
    from hutong.ground import planning

    left_out = nullcontext() if kept else mock.patch.object(planning, setting, return_value=nullcontext())
    began = time.monotonic()
    with left_out, _patient():
        try:
            work()
        except _stopped():
            return None
    return time.monotonic() - began


def _stopped() -> type[Exception]:
    from django.db import OperationalError

    return OperationalError


@contextmanager
def _patient() -> Iterator[None]:
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].cursor().execute("SELECT set_config('statement_timeout', %s, false)", [f"{PATIENCE}s"])
    yield
    connections.close_all()


def _places() -> None:
    from hutong.places import loader

    loader.load(None)


def _doubles() -> None:
    from hutong.accounts import context, grants
    from hutong.doubles import find
    from hutong.doubles.policy import policy

    with context.within(grants.system()):
        find.candidates(None, policy())


def _listed() -> None:
    from hutong.accounts import context, grants
    from hutong.desk import children
    from hutong.desk.schemas import ChildListIn
    from hutong.places.codes import interval
    from tests.bench.world import COUNTY

    with context.within(grants.system([interval(COUNTY)])) as grant:
        for _ in range(LISTED):
            children.listing(grant, ChildListIn(sort="name"), None, LISTED)


def _demo() -> None:
    from hutong.demo import build

    build.make(lambda _: None)


def _page(lines: list[Line]) -> str:
    rows: dict[tuple[str, str], dict[bool, Any]] = {}
    for setting, title, kept, seconds in lines:
        rows.setdefault((setting, title), {})[kept] = (
            f"stopped after {PATIENCE} s" if seconds is None else f"{seconds:.1f} s"
        )
    body = [f"| `{setting}` | {title} | {of[True]} | {of[False]} |" for (setting, title), of in rows.items()]
    return "\n".join(
        [
            "## What the planner is told",
            "",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. hutong/ground/planning.py says why each is there.",
            "",
            "| Setting | Work | with it | without it |",
            "|---|---|---:|---:|",
            *body,
        ]
    )
