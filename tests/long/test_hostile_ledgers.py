"""Files made to do harm, sent to a real server with its worker, and checked by `hutong ledger check`.

Each is refused in a sentence or answered rightly, within 1 GB; the server and the worker are the same processes afterwards.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hutong.ledgers.reading.tests.hostile import ANSWERED, HOSTILE
from tests.cast import WANBAO
from tests.faults import Served, Signed, wait

MEMORY_KB = 1 << 20
SECONDS = 60


@pytest.mark.parametrize("name", HOSTILE)
def test_sent_to_the_server(served: Served, supervisor: Signed, tmp_path: Path, name: str) -> None:
    HOSTILE[name](tmp_path / name)
    before = served.pid("web"), served.pid("worker")
    code, sent = supervisor.upload("/api/v1/ledgers", tmp_path / name, place=str(WANBAO))
    if code != 200:
        assert code == 422, sent
        assert sent["message"].endswith("。")
    else:
        told = wait(lambda: _done(supervisor, sent["id"]), f"nothing is said of {name}")
        assert told["totals"].get("new", 0) == (name in ANSWERED)
        assert told["status"] == "checked" or told["error"].endswith("。")
    assert (served.pid("web"), served.pid("worker")) == before, "somebody died of it"
    assert max(_peak_kb(pid) for pid in before if pid) <= MEMORY_KB
    assert supervisor.send("GET", "/api/v1/ledgers")[0] == 200


@pytest.mark.parametrize("name", HOSTILE)
def test_checked_by_the_command(served: Served, tmp_path: Path, name: str) -> None:
    HOSTILE[name](tmp_path / name)
    code, said, errors, used = _command(
        served, tmp_path, "ledger", "check", str(tmp_path / name), "--place", str(WANBAO), "--json"
    )
    assert "Traceback" not in errors
    if code == 0:
        assert json.loads(said)["totals"]["new"] == (name in ANSWERED)
        assert "root:" not in said
    else:
        assert code == 2, errors
        assert errors.strip().endswith("。")
        assert name not in ANSWERED
    assert used.ru_maxrss <= MEMORY_KB
    assert used.ru_utime + used.ru_stime <= SECONDS


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(
    served: Served, supervisor: Signed, tmp_path: Path
) -> None:
    with (tmp_path / "大.csv").open("wb") as file:
        file.truncate(51 << 20)
    code, told = supervisor.upload("/api/v1/ledgers", tmp_path / "大.csv", place=str(WANBAO))
    assert code in (413, 422), told
    assert told["message"].endswith("。")
    assert supervisor.send("GET", "/api/v1/ledgers")[0] == 200


def _done(supervisor: Signed, ledger: str) -> Any:
    code, told = supervisor.send("GET", f"/api/v1/ledgers/{ledger}")
    assert code == 200, told
    return told if told["status"] in ("checked", "failed") else None


def _command(served: Served, folder: Path, *words: str) -> tuple[int, str, str, Any]:
    """Exit code, output, errors, and what it and the processes it started used."""
    command = [sys.executable, "-m", "hutong", *words, "--data", str(served.data)]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(command, env=served.environ, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, (folder / "out").read_text(), (folder / "err").read_text(), used


def _peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
