"""`python -m tests.bench.export [--children 300000]`: the township's ledger of a whole province as a workbook, by the real job.

Beside it, in the same run, COPY of the same rows to CSV: what PostgreSQL alone needs, sealed columns unread. The figures go
to docs/bench.md.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.world import PROVINCE, World, world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
MARKS = ("<!-- export: written by tests.bench.export -->", "<!-- end of export -->")
LEDGER = "layout:township-ledger"
SECONDS, PEAK = 30, 300
# The columns of the ledger as they lie, by one statement: what each child's row is made of.
BARE = """COPY (
    SELECT c.place, c.name, c.sex, c.birth_date, c.id_kind, c.id_number, c.ethnicity,
           (SELECT string_agg(k.key, ',') FROM children_category k WHERE k.child_id = c.id AND k.period @> current_date),
           f.name, f.phone, f.location, m.name, m.phone, m.location, g.name, g.relation, g.phone, s.stage, c.health, c.remark
    FROM children_child c
    LEFT JOIN children_relative f ON f.child_id = c.id AND f.kind = 'father' AND f.period @> current_date
    LEFT JOIN children_relative m ON m.child_id = c.id AND m.kind = 'mother' AND m.period @> current_date
    LEFT JOIN children_relative g ON g.child_id = c.id AND g.kind = 'carer' AND g.period @> current_date
    LEFT JOIN children_schooling s ON s.child_id = c.id AND s.period @> current_date
    WHERE c.exited_on IS NULL ORDER BY c.place, c.name_key) TO STDOUT (FORMAT csv)"""


def main() -> None:
    """Fill a world of its own, export it in a fresh process, COPY the same rows, write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.export", description=__doc__)
    parser.add_argument("--children", type=int, default=300_000, metavar="N")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    parser.add_argument("--job", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        return job(asked.job)
    with world() as made:
        fill(asked.children)
        figures = measure(made, asked.children)
        from tests.bench import page

        print(figures)
        page.put(asked.page, figures, MARKS)
    return None


def job(export: str) -> None:
    """The worker's part, in this process alone; prints what it took as JSON."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hutong.config.settings"
    django.setup()
    from hutong.returns.out import tasks

    begun, worked = time.perf_counter(), time.process_time()
    tasks.make_export.func(export)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    # Not ru_maxrss, which a process inherits from the one that started it.
    [peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line[:6] == "VmHWM:"]
    print(json.dumps({"seconds": seconds, "cpu": cpu, "kb": int(peak)}))


def measure(made: World, children: int) -> str:
    """The figures as Markdown."""
    import psycopg

    from hutong.accounts import context, held
    from hutong.documents.models import File
    from hutong.returns.models import Export
    from hutong.returns.out import actions
    from tests.bench import machine

    grant = held.grant_of(made.province)
    assert grant
    with context.within(grant):
        export = actions.ask(grant, PROVINCE, LEDGER, {}, [], full=True, purpose="测量导出")
    command = [sys.executable, "-m", "tests.bench.export", "--job", str(export.pk)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
    with context.within(grant):
        export = Export.objects.within(grant).get(pk=export.pk)
        assert export.status == "done", export.error
        assert export.done == children, "nothing is cut"
        size = File.objects.within(grant).get(pk=export.file).size
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        bare = copied(owner)
        facts = machine.facts(owner)
    return _page(children, told, size, bare, facts)


def copied(owner: Any) -> float:
    """Seconds that COPY takes."""
    begun = time.perf_counter()
    with owner.cursor().copy(BARE) as out:
        for _ in out:
            pass
    return time.perf_counter() - begun


def _page(children: int, told: dict[str, Any], size: int, bare: float, facts: dict[str, str]) -> str:
    from tests.bench import page

    seconds, peak = told["seconds"], told["kb"] / 1024
    return "\n".join(
        [
            f"## Export of {children:,} rows to `.xlsx`",
            "",
            f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. Load average: {facts['Load average']}; {facts['Processor']}.",
            "",
            "| Work | Goal (issue 4) | Figure | Beside bare SQL |",
            "|---|---|---|---|",
            f"| Township's ledger of a province, 21 columns, numbers in full, encrypted | ≤ {SECONDS} s |"
            f" {seconds:.1f} s ({children / seconds:,.0f} rows/s), {page.met(seconds <= SECONDS)} |"
            f" {seconds / bare:.1f} × COPY of the same rows to CSV ({bare:.1f} s) |",
            f"| Of it the job's own processor time | | {told['cpu']:.1f} s | |",
            f"| Peak memory of the job's process | ≤ {PEAK} MB | {peak:.0f} MB, {page.met(peak <= PEAK)} | |",
            f"| Rows and size | nothing cut | {children:,} rows, {size / 2**20:.1f} MB | |",
        ]
    )


def fill(children: int) -> None:
    """That many believable enough files, written past actions and journal; only the export is measured."""
    from unittest.mock import patch

    from django.db import connections, transaction

    from hutong.children import bulk
    from hutong.places.models import Place

    villages = list(Place.objects.filter(level=5).order_by("code").values_list("code", flat=True))
    owner = connections["owner"]
    for start in range(0, children, 20_000):
        tables = files(range(start, min(start + 20_000, children)), villages)
        with transaction.atomic(using="owner"), patch.object(bulk, "connection", owner), owner.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model, rows in tables.items():
                bulk.put(bulk.ready(model, rows))
    with owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def files(numbers: range, villages: list[int]) -> dict[Any, list[dict[str, Any]]]:
    """Rows by model."""
    from hutong.accounts.models import new_id
    from hutong.children.models import Category, Child, Relative, Schooling

    found: dict[Any, list[dict[str, Any]]] = {Child: [], Relative: [], Category: [], Schooling: []}
    for n in numbers:
        child, place = new_id(), villages[n % len(villages)]
        found[Child].append(_child(child, place, n))
        found[Relative] += _relatives(child, place, n)
        since = _days(date(2025, 9, 1) + timedelta(n % 300))
        of = {"child_id": child, "place": place, "period": since}
        keys = ("left_behind", "distressed") if n % 10 == 0 else ("left_behind",)
        found[Category] += [{"id": new_id(), "key": key, **of} for key in keys]
        stage = ("kindergarten", "primary", "primary", "junior")[n % 4]
        found[Schooling].append({"id": new_id(), "stage": stage, "school": "镇中心小学", **of})
    return found


SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
PLACES = ("北京市", "辽宁省大连市", "韩国首尔", "江苏省苏州市", "山东省青岛市", "在家")


def _name(n: int) -> str:
    return SURNAMES[n % 20] + GIVEN[n // 20 % 24] + GIVEN[n // 480 % 24]


def _child(child: Any, place: int, n: int) -> dict[str, Any]:
    from hutong.children import bulk
    from hutong.children.models import Child

    born = date(2011, 1, 1) + timedelta(n * 37 % 5000)
    plain = {"id_number": f"222426{born:%Y%m%d}{n % 10000:04d}"}
    return bulk.sealed(Child, child, plain) | {
        "id": child,
        "place": place,
        "happened_place": place,
        "number": f"HT{n:012d}",
        "registered_on": date(2026, 9, 1),
        "confirmed_on": date(2026, 9, 1),
        "confirmation": child,
        "name": _name(n),
        "name_key": f"wang wei {n}",
        "sex": ("male", "female")[n % 2],
        "birth_date": born,
        "ethnicity": "汉族",
        "id_kind": "resident",
        "care_reason": "both_away",
        "health": "well",
        "remark": "随祖父母生活" if n % 5 == 0 else "",
    }


def _relatives(child: Any, place: int, n: int) -> Iterator[dict[str, Any]]:
    from hutong.accounts.models import new_id
    from hutong.children import bulk
    from hutong.children.models import Relative

    for nth, kind in enumerate(("father", "mother", "carer")):
        key = new_id()
        told = {"phone": f"13{(n * 3 + nth) % 10**9:09d}"}
        yield bulk.sealed(Relative, key, told) | {
            "id": key,
            "child_id": child,
            "place": place,
            "kind": kind,
            "period": _days(date(2026, 9, 1)),
            "name": _name(n + 7 * nth),
            "relation": "paternal_grandmother" if kind == "carer" else "",
            "location": "" if kind == "carer" else PLACES[(n + nth) % 6],
        }


def _days(since: date) -> Any:
    from hutong.ground.days import days

    return days(since)


if __name__ == "__main__":
    main()
