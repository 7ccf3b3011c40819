"""`python -m tests.bench.planner [--children 50000]`: what each setting of hutong/ground/planning.py saves, on the same data.

Each work runs as the product does it, then with the setting left out, stopped after two minutes. Figures go to docs/bench.md: one
that has become the same twice is a setting to take out.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from tests.bench.world import world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
MARKS = ("<!-- planner: written by tests.bench.planner -->", "<!-- end of planner -->")
PATIENCE = 120
LISTED = 20


def main() -> None:
    """Measure once, each half in a process and a database of its own, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.planner", description=__doc__)
    parser.add_argument("--children", type=int, default=50_000, metavar="N")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    parser.add_argument("--half", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.half:
        work, kept = asked.half
        with world():
            return print(json.dumps(_taken(work, kept == "with", asked.children)))
    taken = {work: [_of_half(work, half, asked.children) for half in ("with", "without")] for work in WORKS}
    figures = _page(taken, asked.children)
    print(figures)
    with world():
        from tests.bench import page

        return page.put(asked.page, figures, MARKS)


def _of_half(work: str, half: str, children: int) -> float | None:
    again = [sys.executable, "-m", "tests.bench.planner", "--children", str(children), "--half", work, half]
    printed = subprocess.run(again, stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(printed.splitlines()[-1])


def _taken(work: str, kept: bool, children: int) -> float | None:
    """Seconds; None where it was stopped."""
    from django.db import OperationalError

    from hutong.ground import planning
    from tests.bench import export

    setting, _, full, do = WORKS[work]
    if full:
        export.fill(children)
    left_out = nullcontext() if kept else mock.patch.object(planning, setting, return_value=nullcontext())
    began = time.monotonic()
    with left_out, _patient():
        try:
            do()
        except OperationalError:
            return None
    return time.monotonic() - began


@contextmanager
def _patient() -> Iterator[None]:
    from django.db import connections

    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{PATIENCE}s"])
    yield


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


# Setting, what is done, whether the register is full, how.
WORKS: dict[str, tuple[str, str, bool, Callable[[], None]]] = {
    "places": ("without_loops", "The national list of places into an empty system", False, _places),
    "doubles": ("without_loops", "Doubles among all children", True, _doubles),
    "list": ("along_an_index", f"A county's list by name, {LISTED} times", True, _listed),
    "demo": ("as_if_full", "The demo world", False, _demo),
}


def _page(taken: dict[str, list[float | None]], children: int) -> str:
    lines = [
        "## What the planner is told",
        "",
        f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {children:,} children. hutong/ground/planning.py says why each is there.",
        "",
        "| Setting | Work | with it | without it |",
        "|---|---|---:|---:|",
    ]
    for work, halves in taken.items():
        setting, title, _, _ = WORKS[work]
        told = [f"stopped after {PATIENCE} s" if seconds is None else f"{seconds:.1f} s" for seconds in halves]
        lines.append(f"| `{setting}` | {title} | {told[0]} | {told[1]} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
