"""A whole `hutong serve` of its own, durable as in an office, whose processes are killed by SIGKILL at points that a lock defines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psycopg

from tests.cast import PASSWORD
from tests.ports import free_port

# Longer than the first three pauses after which a job is tried again (ground/work.py).
PATIENCE = 420
# Within so many seconds all is back without anybody's hand (issue: Faults).
BACK = 30
SMALL = {"shared_buffers": "32MB", "max_connections": "60", "max_wal_size": "96MB", "min_wal_size": "32MB"}


class Watch:
    """Counts seconds as a machine of one's own would: while more wants to run than there are cores, or waits for the disk,
    only the part of each second that falls to one of so many. A run beside others is not judged by what those do."""

    def __init__(self) -> None:
        self.seconds, self.last = 0.0, time.monotonic()

    def look(self) -> None:
        now, cores = time.monotonic(), len(os.sched_getaffinity(0))
        self.seconds += (now - self.last) * min(1.0, cores / max(1, wanting()))
        self.last = now


def wanting() -> int:
    """How many processes of the machine run, would like to, or wait for its disk."""
    told = dict(line.split()[:2] for line in Path("/proc/stat").read_text().splitlines())
    return int(told["procs_running"]) + int(told["procs_blocked"])


def wait(condition: Callable[[], Any], what: str, seconds: float = PATIENCE, watch: Watch | None = None) -> Any:
    """What the condition gives once it is true; fails with the words where that does not come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if watch:
            watch.look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"in {seconds} s: {what}")


class Served:
    """`hutong serve` over one data folder, with the cast appointed and children registered."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUTONG_", "DATABASE"))}
        self.environ = kept | {"HUTONG_POSTGRES": json.dumps(SMALL), "HUTONG_MFA": "off", "HUTONG_DATA": str(data)}
        self.log = data.with_suffix(".log").open("ab")
        command = [sys.executable, "-m", "hutong", "serve", "--empty", "--port", str(self.port), "--data", str(data)]
        self.process = subprocess.Popen(command, env=self.environ, stdout=self.log, stderr=self.log)
        began = Watch()
        wait(self.up, "the server does not start", watch=began)
        # Where even the first start, of far more to do, takes long, the machine is slow and not the coming back.
        self.back = max(BACK, 2 * began.seconds)
        self.scene = json.loads(self.python(SCENE).splitlines()[-1])

    def up(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            return answer.status == 200
        return False

    def python(self, code: str) -> str:
        """Run a program beside the server, with Hutong ready in it."""
        words = [sys.executable, "-c", f"from hutong.config.commands import common; common.boot()\n{code}"]
        done = subprocess.run(words, env=self.environ, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def hutong(self, *words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "hutong", *words, "--data", str(self.data)]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=PATIENCE)
        return done.returncode, done.stdout + done.stderr

    def owner(self) -> psycopg.Connection[Any]:
        socket = json.loads((self.data / "postgres.json").read_text())["socket"]
        return psycopg.connect(f"postgresql://postgres@/hutong?host={socket}", autocommit=True)

    def ask(self, sql: str) -> Any:
        with self.owner() as connection:
            return connection.execute(sql).fetchall()[0][0]  # type: ignore[arg-type]  # the test's own words

    def pid(self, victim: str) -> int | None:
        """The web server, the worker or PostgreSQL, while it runs."""
        if victim == "postgres":
            with suppress(OSError, IndexError):
                return int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
            return None
        words = {"web": "granian", "worker": "worker"}[victim]
        return next((key for key, command in children(self.process.pid) if words in command), None)

    def kill(self, victim: str) -> float:
        """SIGKILL, and wait until another runs in its place and the server answers; gives the seconds that took, of `Watch`."""
        pid = self.pid(victim)
        assert pid, f"no {victim} runs"
        watch = Watch()
        os.kill(pid, signal.SIGKILL)
        wait(lambda: self.pid(victim) not in (None, pid), f"no other {victim} was started", watch=watch)
        wait(self.up, "the server does not answer again", watch=watch)
        return watch.seconds

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(90)
        self.log.close()


def children(parent: int) -> Iterator[tuple[int, list[str]]]:
    """Processes that a process started: number and command."""
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int((one / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(one.name), (one / "cmdline").read_text().split("\0")


class Signed:
    """Somebody signed in at a browser: JSON in, (status, JSON) out; status 0 where no answer came."""

    def __init__(self, served: Served, staff_number: str) -> None:
        self.base, self.jar = f"http://127.0.0.1:{served.port}", CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.staff_number = staff_number
        self._arrive()

    def _arrive(self) -> None:
        self.signed_in = False
        self.send("GET", "/login")  # a page, which brings the token
        who = {"username": self.staff_number, "password": PASSWORD}
        code, told = self.send("POST", "/_allauth/browser/v1/auth/login", who)
        assert code == 200, told
        self.signed_in = True

    def send(self, method: str, path: str, body: Any = None, raw: tuple[bytes, str] | None = None) -> tuple[int, Any]:
        content, kind = raw or (json.dumps(body).encode() if body is not None else None, "application/json")
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), None) or ""
        headers = {"Content-Type": kind, "X-CSRFToken": token, "Referer": self.base}
        request = urllib.request.Request(self.base + path, content, headers, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            if refused.code == 401 and self.signed_in:
                # Sessions end with the database (ADR 27): whoever was in comes in again.
                self._arrive()
                return self.send(method, path, body, raw)
            return refused.code, json.loads(refused.read() or b"null")
        except (OSError, ValueError):
            return 0, None

    def upload(self, path: str, file: Path, **fields: str) -> tuple[int, Any]:
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'.encode()
        content = b"".join([*parts, head, file.read_bytes(), f"\r\n--{edge}--\r\n".encode()])
        return self.send("POST", path, raw=(content, f"multipart/form-data; boundary={edge}"))


@contextmanager
def held(served: Served, table: str) -> Iterator[Callable[[], Any]]:
    """Nobody writes into a table meanwhile. Gives a question: whether a write of the application waits there now."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'hutong_app' AND wait_event_type = 'Lock' AND wait_event = 'relation'"
    with served.owner() as connection:
        connection.execute("BEGIN")
        connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")  # type: ignore[arg-type]  # the test's own words
        try:
            yield lambda: served.ask(waiting)
        finally:
            with suppress(psycopg.Error):  # the server may have been killed
                connection.execute("COMMIT")


SCENE = """
import json
from hutong.accounts import context, grants
from hutong.children.actions import register
from hutong.children.tests.factories import new
from tests.cast import XINLI, appoint_all
cast = appoint_all()
with context.within(grants.system()) as grant:
    children = register(grant, [new(f"孩子{n}", place=XINLI) for n in range(5)])
told = {name: person.staff_number for name, person in vars(cast).items()}
print(json.dumps({"staff": told, "children": [str(child) for child in children]}))
"""
