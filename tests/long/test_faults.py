"""kill -9 of web server, worker and PostgreSQL in the middle of an import, a visit, the nightly work, an export; and a full disk.

Nothing acknowledged is lost, nothing is half done or done twice, and it is back without anybody's hand. Every kill falls where a
lock holds the work: all is written and not yet committed.
"""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hutong.ground import clock
from tests.access.bodies import LEDGER
from tests.cast import WANBAO
from tests.faults import PATIENCE, Served, Signed, held, wait


def killed(served: Served, victim: str, table: str, waits: Any) -> None:
    """Kill where the work waits for a table, and see everything come back."""
    wait(waits, f"nobody writes into {table}")
    at = time.monotonic()
    took = served.kill(victim)
    print(
        f"\n{victim}, {table}: back after {took:.1f} s of {served.back:.0f}, by the clock {time.monotonic() - at:.1f} s"
    )
    assert took <= served.back, "it is back by itself, and soon"


def seen(words: str) -> dict[str, Any]:
    """A visit of today."""
    return {"id": str(uuid.uuid4()), "on": str(clock.today()), "mode": "home", "no_change": True, "words": words}


def sound(served: Served) -> None:
    """Numbers without gaps, nothing half folded, the chain as it was sealed."""
    assert served.ask("SELECT (SELECT count(*) FROM journal_pending) + (SELECT count(*) FROM journal_open)") == 0
    code, said = served.hutong("journal", "verify")
    assert code == 0, said


@pytest.mark.parametrize(("victim", "name"), [("worker", "wanbao-clean.xlsx"), ("postgres", "wanbao-again.xlsx")])
def test_an_import_is_done_once(served: Served, supervisor: Signed, victim: str, name: str) -> None:
    count = "SELECT count(*) FROM children_child"
    before = served.ask(count)
    code, ledger = supervisor.upload("/api/v1/ledgers", LEDGER.with_name(name), place=str(WANBAO))
    assert code == 200, ledger
    path = f"/api/v1/ledgers/{ledger['id']}"
    wait(lambda: supervisor.send("GET", path)[1]["status"] == "checked", "the ledger is not checked")
    with held(served, "journal_stream") as waits:
        assert supervisor.send("POST", f"{path}/confirm", {})[0] == 200
        killed(served, victim, "journal_stream", waits)
        assert served.ask(count) == before, "nothing half done is seen"
    wait(lambda: (supervisor.send("GET", path)[1] or {}).get("status") == "done", "it was not taken up again")
    assert served.ask(count) == before + supervisor.send("GET", path)[1]["totals"]["new"]
    sound(served)


@pytest.mark.parametrize("victim", ["web", "postgres"])
def test_a_visit_is_saved_once_or_refused(served: Served, supervisor: Signed, victim: str) -> None:
    child = served.scene["children"][0]
    path, words = f"/api/v1/children/{child}/visits", f"孩子说的话：{victim}"
    count = f"SELECT count(*) FROM care_visit WHERE words = '{words}'"
    visit = seen(words)
    with ThreadPoolExecutor(1) as pool, held(served, "journal_stream") as waits:
        sent = pool.submit(supervisor.send, "POST", path, visit)
        killed(served, victim, "journal_stream", waits)
        code, _ = sent.result()
        assert code in (0, 503), "it was not acknowledged"
    wait(lambda: served.ask("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0, "somebody still waits")
    assert served.ask(count) == 0, "what was not acknowledged is not half there"
    code, answer = supervisor.send("POST", path, visit)
    assert code == 200, answer
    assert served.ask(count) == 1
    sound(served)


# In the small hours the worker has put its own there already.
NIGHT = """
import contextlib, procrastinate
from hutong.config import jobs
with contextlib.suppress(procrastinate.exceptions.AlreadyEnqueued):
    jobs.night.defer(timestamp={})
"""


@pytest.mark.parametrize("victim", ["worker", "postgres"])
def test_the_nightly_work_goes_on_and_owes_nothing_twice(served: Served, victim: str) -> None:
    duties = "SELECT count(*) FROM duties_duty"
    with served.owner() as connection:
        connection.execute("DELETE FROM duties_duty")
    with held(served, "duties_duty") as waits:
        served.python(NIGHT.format(1))
        # The next night's waits already behind the lock of this one.
        served.python(NIGHT.format(2))
        killed(served, victim, "duties_duty", waits)
    nights = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%night'"
    wait(lambda: served.ask(nights) == 0, "it was not taken up again")
    found = served.ask(duties)
    assert found > 10_000, "every village without a director is somebody's to fill"
    code, said = served.hutong("sweep")
    assert (code, served.ask(duties)) == (0, found), said
    sound(served)


def test_an_export_is_made_and_logged_once(served: Served, supervisor: Signed) -> None:
    files = "SELECT count(*) FROM documents_file"
    looks = "SELECT count(*) FROM journal_view WHERE kind = 'export'"
    before = (served.ask(files), served.ask(looks))
    with held(served, "documents_file") as waits:
        body = {"what": "children", "place": WANBAO, "filters": {}, "columns": [], "full": False, "purpose": ""}
        code, export = supervisor.send("POST", "/api/v1/exports", body)
        assert code == 200, export
        killed(served, "worker", "documents_file", waits)
    wait(
        lambda: served.ask("SELECT count(*) FROM returns_export WHERE status <> 'done'") == 0,
        "it was not taken up again",
    )
    assert (served.ask(files), served.ask(looks)) == (before[0] + 1, before[1] + 1)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A data folder on a disk of 500 MB, where this machine lets us mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=500m,mode=0755", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("mounting a small disk is root's alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_lost(small: Path) -> None:
    served = Served(small)
    try:
        supervisor = Signed(served, served.scene["staff"]["wanbao"])
        child = served.scene["children"][0]
        path = f"/api/v1/children/{child}/visits"

        def visit(number: int) -> tuple[int, Any]:
            return supervisor.send("POST", path, seen(f"第{number}次"))

        saved = [number for number in range(5) if visit(number)[0] == 200]
        assert saved == [0, 1, 2, 3, 4]
        fill(small / "filler")
        code, said = supervisor.upload("/api/v1/ledgers", LEDGER, place=str(WANBAO))
        assert (code, said["code"]) == (503, "disk_full")
        assert "磁盘满了" in said["message"]
        assert not list(small.glob("files/*/*.part")), "no half of a file stays"
        # And the database itself: rows until it finds no room either, which may stop it.
        with pytest.raises(psycopg.Error):
            crowd(served)
        for number in range(5, 30):
            code, said = visit(number)
            saved += [number] if code == 200 else []
            assert code in (200, 503), said
            assert code == 200 or said["code"] == "disk_full"
        (small / "filler").unlink()
        wait(lambda: visit(99)[0] == 200, "room was made, and it does not work again", PATIENCE)
        kept = served.ask("SELECT array_agg(words) FROM care_visit")
        assert {f"第{number}次" for number in saved} <= set(kept), "nothing acknowledged is lost"
        assert len(kept) == len(set(kept))
        sound(served)
    finally:
        served.end()


def crowd(served: Served) -> None:
    """Rows without end."""
    with served.owner() as connection:
        connection.execute("CREATE TABLE filler (words text)")
        while True:
            connection.execute("INSERT INTO filler SELECT repeat(md5(n::text), 50) FROM generate_series(1, 5000) n")


def fill(path: Path) -> None:
    """Take all the room there is."""
    with path.open("wb", buffering=0) as file:
        for size in (1024**2, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
