"""`python -m tests.bench.rules [--children 10000]`: what six rules cost a visit, a new file and a night, and what sixty do.

The fifty-four more are copies of the six that look as they do and find nothing owed: what a rule costs is measured, not what more
work of directors would. The night is held against bare statements of the same rules (tests/bench/sweep.py). Figures go to docs/bench.md.
"""

import argparse
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.world import world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
MARKS = ("<!-- rules: written by tests.bench.rules -->", "<!-- end of rules -->")
SIX = ("visit", "file", "check_problem", "review", "move", "quarantine")
TIMES, WRITE, NIGHT = 100, 1.3, 2.0
NOBODY = "SELECT * FROM ({sql}) q WHERE q.owed_since < date '1900-01-01'"
POLICY = """
INSERT INTO duties_policy (rule, clause, province, category, situation, amount, unit, climbing, period, source, mark, version)
SELECT %s, clause, province, category, situation, amount, unit, climbing, period, source, mark, md5(version || %s) FROM duties_policy WHERE rule = %s
"""


def main() -> None:
    """Measure once, write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rules", description=__doc__)
    parser.add_argument("--children", type=int, default=10_000, metavar="N")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    asked = parser.parse_args()
    with world():
        from tests.bench import export, page

        export.fill(asked.children)
        figures = measure(asked.children)
        print(figures)
        page.put(asked.page, figures, MARKS)


def measure(children: int) -> str:
    """The figures as Markdown."""
    import psycopg

    from tests.bench import machine, sweep

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("SELECT set_config('hutong.places', '{[0,1000000000000)}', false)")
        taken: dict[int, dict[str, list[float]]] = {1: {}, 10: {}}
        # In turn, so that other work on the machine falls on both.
        for copies in (1, 10, 1, 10):
            _live(owner, copies)
            for name, times in _written().items():
                taken[copies].setdefault(name, []).extend(times)
        few, many = ({name: sorted(times) for name, times in of.items()} for of in taken.values())
        owner.execute("TRUNCATE duties_duty, duties_step")
        bare = sweep._bare(owner)
        swept, _ = sweep._swept()
        return _page(children, few, many, bare, swept, machine.facts(owner))


def _live(owner: Any, copies: int) -> None:
    """Only the six, each as often as said."""
    from hutong.duties import installed
    from hutong.duties.registry import register, rules, unregister

    kept = {rule.key: rule for rule in rules() if rule.key in SIX}
    for rule in rules():
        if rule.key not in SIX:
            unregister(rule.key)
    for key, rule in kept.items():
        for n in range(1, copies):
            register(replace(rule, key=f"{key}_{n}", sql=NOBODY.replace("{sql}", rule.sql)))
            owner.execute("DELETE FROM duties_policy WHERE rule = %s", [f"{key}_{n}"])
            owner.execute(POLICY, [f"{key}_{n}", str(n), key])
    installed.install()


def _written() -> dict[str, list[float]]:
    """Milliseconds of database time of a visit and of a new file, many times, each in a transaction of its own."""
    from django.db import connection

    from hutong.accounts import context, grants
    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.actions import register
    from hutong.children.models import Child
    from hutong.children.tests.factories import new
    from hutong.ground import clock, query
    from tests.bench.stopwatch import Laps, database_time

    # A connection plans what it runs anew since the functions were made.
    connection.close()
    with context.within(grants.system()):
        some = f"SELECT id FROM children_child WHERE exited_on IS NULL ORDER BY md5(id::text) LIMIT {TIMES + 10}"
        children = [child for (child,) in query.rows(some)]
    times: dict[str, list[float]] = {"visit": [], "file": []}
    for child in children:
        for name in times:
            laps = Laps()
            with database_time(laps, name), context.within(grants.system()) as grant:
                if name == "visit":
                    record_visit(
                        grant,
                        Child.objects.within(grant).get(pk=child),
                        NewVisit(clock.today(), "home", no_change=True),
                    )
                else:
                    register(grant, [new(name=f"量{time.monotonic_ns()}")])
            times[name].append(laps.seconds[name] * 1000)
    return {name: taken[10:] for name, taken in times.items()}


def _page(
    children: int,
    few: dict[str, list[float]],
    many: dict[str, list[float]],
    bare: Any,
    swept: Any,
    facts: dict[str, str],
) -> str:
    from tests.bench import page
    from tests.bench.stopwatch import quantile

    rows = []
    for name, words in (("visit", "One visit"), ("file", "One new file")):
        six, sixty = quantile(few[name], 0.5), quantile(many[name], 0.5)
        rows.append(
            f"| {words}, ms of database (p50) | {six:.1f} | {sixty:.1f} | ≤ {WRITE} × | {sixty / six:.2f} × | {page.met(sixty <= WRITE * six)} |"
        )
    ratio = swept[1] / bare[1]
    rows.append(
        f"| Night of sixty, processor s beside bare statements | {bare[1]:.2f} | {swept[1]:.2f} | ≤ {NIGHT:.0f} × | {ratio:.2f} × |"
        f" {page.met(ratio <= NIGHT)} |"
    )
    return "\n".join(
        [
            f"## Sixty rules beside six, {children:,} children",
            "",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. Load average: {facts['Load average']}; {facts['Processor']}.",
            "",
            "| Work | six, or bare | sixty | goal (issue 14) | | |",
            "|---|---:|---:|---|---:|---|",
            *rows,
        ]
    )


if __name__ == "__main__":
    main()
