"""`python -m tests.bench.sweep [--data FOLDER | --children 100000]`: what the nightly sweep takes, first, again, and for one fact.

FOLDER is a copy of a world made with `hutong simulate`, whose duties this empties; without one, a ledger's worth of files is
made in a world of the bench's own. Beside it, in the same run: one INSERT … SELECT of each rule's own facts and policy by
the owner, without row-level security, closing or comparing, into an empty table with the same indexes. Processor time is
that of the server process that does the work, so that other work on the machine does not count. The figures go to docs/bench.md.
"""

import argparse
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.world import world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
MARKS = ("<!-- sweep: written by tests.bench.sweep -->", "<!-- end of sweep -->")
FIRST, AGAIN, ONE = 2.0, 1.0, 5.0
FACTS = 200
Took = tuple[float, float, int]


def main() -> None:
    """Measure once, write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sweep", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="a copy of a simulated world")
    parser.add_argument(
        "--children", type=int, default=100_000, metavar="N", help="files, where there is no such world"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    asked = parser.parse_args()
    with _simulated(asked.data) if asked.data else _own(asked.children):
        from tests.bench import page

        figures = measure()
        print(figures)
        page.put(asked.page, figures, MARKS)


@contextmanager
def _simulated(data: Path) -> Iterator[None]:
    os.environ["HUTONG_DATA"] = str(data.absolute())
    from hutong.config.commands import common

    common.boot(print)
    yield


@contextmanager
def _own(children: int) -> Iterator[None]:
    with world():
        from tests.bench import export

        export.fill(children)
        yield


def measure() -> str:
    """The figures as Markdown."""
    import psycopg

    from tests.bench import machine

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("SET TimeZone = 'Asia/Shanghai'")
        # The rules' own words ask it; the owner stands above every policy.
        owner.execute("SELECT set_config('hutong.places', '{[0,1000000000000)}', false)")
        owner.execute("SELECT hutong_statistics()")
        # Rounds that people waived or did are history; here the first night of all is measured.
        owner.execute("TRUNCATE duties_duty")
        bare = _bare(owner)
        owner.execute("CHECKPOINT")
        first, rules = _swept()
        owner.execute("VACUUM ANALYZE duties_duty")
        again, _ = _swept()
        one = _one_fact(owner)
        [children] = owner.execute("SELECT count(*) FROM children_child WHERE exited_on IS NULL").fetchone() or (0,)
        return _page(children, bare, first, again, one, rules, machine.facts(owner))


def _took(pid: int, work: Callable[[], int]) -> Took:
    """Seconds by the clock, seconds of the server process, rows."""
    begun, worked = time.perf_counter(), _processor(pid)
    rows = work()
    return time.perf_counter() - begun, _processor(pid) - worked, rows


def _processor(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _bare(owner: Any) -> Took:
    owner.execute("DROP TABLE IF EXISTS bench_duty")
    owner.execute("CREATE TABLE bench_duty (LIKE duties_duty INCLUDING DEFAULTS INCLUDING INDEXES)")
    pid = owner.info.backend_pid
    told = _took(pid, lambda: sum(owner.execute(told).rowcount for told in _statements()))
    owner.execute("DROP TABLE bench_duty")
    return told


def _statements() -> Iterator[str]:
    """The shortest way from the facts to the rows: no look at what is there already."""
    from psycopg import sql

    from hutong.duties import installed
    from hutong.duties.registry import rules
    from hutong.ground import clock
    from hutong.ground.query import composed

    work = (installed.SQL / "work.sql").read_text()
    owed = work[work.index("WITH known") : work.index("), beside AS MATERIALIZED (")]
    insert = work[
        work.index("    INSERT INTO duties_duty AS d") : work.index(" WHERE b.subject IS NOT NULL AND NOT b.goes_on")
    ]
    insert = insert.replace("duties_duty AS d", "bench_duty").replace("FROM beside b", "FROM owed b")
    at, selected = owed.index("WITH known"), insert.index("    SELECT (lpad")
    bare = f"{insert[:selected]} {owed[at:]}) {insert[selected:]}"
    for rule in rules():
        parts = {"known": installed.known([rule]), "facts": installed.facts(rule, sql.SQL("true"))}
        told = composed(bare, **parts).as_string()
        for name, value in {
            "_keys": f"ARRAY['{rule.key}']",
            "_today": f"date '{clock.today()}'",
            "_now": "now()",
        }.items():
            told = re.sub(rf"\b{name}\b", value, told)
        yield told


def _swept() -> tuple[Took, dict[str, Took]]:
    """The whole run as at night, and each rule's part."""
    from hutong.duties import engine, sweep

    pid, by_rule, real = _backend(), {}, engine.sweep_some

    def timed(group: Any, piece: Any) -> dict[str, int]:
        written: list[dict[str, int]] = []
        told = _took(pid, lambda: sum(written.append(real(group, piece)) or written[0].values()))
        name = "、".join(rule.key for rule in group)
        by_rule[name] = tuple(map(sum, zip(told, by_rule.get(name, (0, 0, 0)), strict=True)))
        return written[0]

    engine.sweep_some = timed
    try:
        return _took(pid, lambda: sum(sweep.run().values())), by_rule
    finally:
        engine.sweep_some = real


def _backend() -> int:
    from django.db import connection

    connection.ensure_connection()
    return connection.connection.info.backend_pid


def _one_fact(owner: Any) -> tuple[list[float], float]:
    """Milliseconds of database time of each of some children worked out alone by all rules about children, and of processor time."""
    from hutong.duties.registry import rules
    from hutong.ground import clock

    some = f"SELECT id FROM children_child WHERE exited_on IS NULL ORDER BY md5(id::text) LIMIT {FACTS}"
    children = [child for (child,) in owner.execute(some).fetchall()]
    keys = [rule.key for rule in rules() if rule.about == "child"]

    def work_out(child: Any) -> float:
        begun = time.perf_counter()
        owner.execute("SELECT duties_child_few(%s, %s, %s, %s)", [keys, [child], clock.today(), clock.now()])
        return (time.perf_counter() - begun) * 1000

    for child in children[:20]:
        work_out(child)
    worked = _processor(owner.info.backend_pid)
    times = [work_out(child) for child in children]
    return times, (_processor(owner.info.backend_pid) - worked) / len(children) * 1000


def _page(
    children: int, bare: Took, first: Took, again: Took, one: tuple[list[float], float], rules: dict[str, Took],
    facts: dict[str, str],
) -> str:  # fmt: skip
    from tests.bench import page
    from tests.bench.stopwatch import quantile

    many = first[1] / bare[1], again[1] / bare[1]
    half, most = quantile(one[0], 0.5), quantile(one[0], 0.95)
    rows = [
        f"| One bare INSERT … SELECT, {bare[2]:,} duties | | {bare[0]:.1f} | {bare[1]:.1f} | 1 × | |",
        f"| First run on an empty table, {first[2]:,} rows written | ≤ {FIRST:.0f} × | {first[0]:.1f} | {first[1]:.1f} |"
        f" {many[0]:.2f} × | {page.met(many[0] <= FIRST)} |",
        f"| Repeat run, {again[2]:,} rows written | ≤ {AGAIN:.0f} × | {again[0]:.1f} | {again[1]:.1f} | {many[1]:.2f} × |"
        f" {page.met(many[1] <= AGAIN)} |",
    ]
    parts = sorted(rules.items(), key=lambda rule: -rule[1][1])[:6]
    return "\n".join(
        [
            f"## The nightly sweep, {children:,} children in the register",
            "",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. Load average: {facts['Load average']}; {facts['Processor']}.",
            "",
            "| Work | Goal (issue 4) | s | processor s | beside bare | |",
            "|---|---|---:|---:|---:|---|",
            *rows,
            "",
            f"One fact changed → its duties right, goal ≤ {ONE:.0f} ms of database time: p50 {half:.1f} ms, p95 {most:.1f} ms"
            f" ({one[1]:.1f} ms of processor), {page.met(half <= ONE)}.",
            "",
            "| Rule, first run | rows | processor s |",
            "|---|---:|---:|",
            *(f"| {key} | {took[2]:,} | {took[1]:.1f} |" for key, took in parts),
        ]
    )


if __name__ == "__main__":
    main()
