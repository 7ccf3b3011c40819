"""A deployment of its own, fsync on, whose processes are ended in the middle of their work by SIGKILL, and started again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from hutong.config import database
from hutong.config.serving import WEB
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import operation
from tests.ports import free_port

PATIENCE = 400


@dataclass
class Deployment:
    """PostgreSQL, web server and worker over one data folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUTONG_", "DATABASE"))}
        own = {"HUTONG_DATA": str(self.folder), "HUTONG_HOSTS": "127.0.0.1", "DATABASE_URL": self.url}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "hutong.config.settings"}

    def start_database(self) -> None:
        before = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "HUTONG_POSTGRES")}
        try:
            self.url = database.ensure(self.folder)
        finally:
            os.environ.pop("DATABASE_URL", None)
            os.environ.update({name: value for name, value in before.items() if value is not None})

    def scene(self) -> dict[str, list[str]]:
        made = subprocess.run([sys.executable, "-m", "tests.histories.scene"], env=self.environ, capture_output=True)
        assert made.returncode == 0, made.stderr.decode()[-2000:]
        return json.loads(made.stdout.splitlines()[-1])

    def start(self, *names: str) -> None:
        commands = {"web": [*WEB, "--workers", "1", "--port", str(self.port)], "worker": ["hutong", "worker"]}
        for name in names:
            command = [sys.executable, "-m", *commands[name]]
            self.running[name] = subprocess.Popen(command, env=self.environ, start_new_session=True)

    def kill(self, *names: str) -> None:
        """The whole group of each, without a word."""
        for name in names:
            with suppress(ProcessLookupError):
                os.killpg(self.running[name].pid, signal.SIGKILL)
            self.running[name].wait(30)

    def kill_database(self) -> None:
        """PostgreSQL's first process; those it made notice and end."""
        pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)

    def end(self) -> None:
        self.kill(*self.running)
        database.stop(self.folder)


@dataclass
class Sender:
    """A phone that goes on until everything was answered. acknowledged: op id → status."""

    token: str
    outbox: list[dict[str, Any]]
    acknowledged: dict[str, str] = field(default_factory=dict)

    def run(self, address: Callable[[], str], over: Callable[[], bool]) -> None:
        while self.outbox and not over():
            batch = self.outbox[:10]
            try:
                results = self._push(address(), batch)
            except (OSError, ValueError):
                time.sleep(0.05)
                continue
            answered = {one["op_id"]: one["status"] for one in results if one["status"] != "later"}
            self.acknowledged |= answered
            self.outbox = [op for op in self.outbox if op["op_id"] not in answered]

    def _push(self, address: str, batch: list[dict[str, Any]]) -> list[dict[str, str]]:
        body = json.dumps({"app_version": "1", "unsent": len(self.outbox), "operations": batch}).encode()
        headers = {"Authorization": f"Device {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{address}/api/v1/sync/push", body, headers, method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())["results"]


def outbox(children: list[str], count: int, seed: int) -> list[dict[str, Any]]:
    """Visits and changes, drawn the same every time."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        child = draw.choice(children)
        payload = payloads.visit(child, words=f"{seed}说的第{number}句")
        if number % 4 == 0:
            made.append(operation("children.update", payloads.change(child, remark=f"{seed}写的第{number}句")))
        else:
            made.append(operation("care.record_visit", payload))
    return made


def faults(url: str, acknowledged: dict[str, str]) -> list[str]:
    """What is wrong with the database after all that; asked as its owner."""
    wrong = []
    with psycopg.connect(url) as owner:
        known = dict(owner.execute("SELECT id, status FROM sync_operation").fetchall())
        visits = owner.execute("SELECT count(*), count(DISTINCT words) FROM care_visit").fetchone()
        gaps = owner.execute(GAPS).fetchall()
        left = owner.execute(
            "SELECT (SELECT count(*) FROM journal_pending) + (SELECT count(*) FROM journal_folding)"
        ).fetchone()
        written = {key for (key,) in owner.execute("SELECT DISTINCT op FROM journal_entry").fetchall()}
        sent = owner.execute("SELECT count(*) FROM sync_operation WHERE kind = 'care.record_visit'").fetchone()
    lost = [
        op for op, status in acknowledged.items() if known.get(uuid.UUID(op)) != status or uuid.UUID(op) not in written
    ]
    if lost:
        wrong.append(f"{len(lost)} of {len(acknowledged)} acknowledged are lost")
    if set(known.values()) - {"done", "conflict"}:
        wrong.append(f"half done: {set(known.values())}")
    if not visits or visits[0] != visits[1] or visits[0] != (sent or [0])[0]:
        wrong.append(f"visits: {visits} of {sent}")
    if gaps or left != (0,):
        wrong.append(f"journal: gaps {gaps}, left over {left}")
    return wrong


GAPS = "SELECT stream_id, sealed FROM journal_entry GROUP BY 1, 2 HAVING count(*) <> max(seq) OR min(seq) <> 1"
