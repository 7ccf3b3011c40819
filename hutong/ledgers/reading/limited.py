"""Running a module of this package in a child process that may be killed: hostile files harm only the child."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import hutong

MEMORY = 1 << 30
SECONDS = 60
OUTPUT = 128 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the child ended: its output, exit code, and whether it was stopped for time or for output."""

    output: bytes
    code: int
    too_slow: bool
    too_much: bool


def run(module: str, *arguments: str, given: bytes = b"", seconds: float = SECONDS) -> Outcome:
    """Runs `python -m module arguments`, feeding `given`; stops it after `seconds` or OUTPUT bytes."""
    child = _start(module, arguments)
    late = threading.Event()
    timer = threading.Timer(seconds, lambda: (late.set(), child.kill()))
    timer.start()
    try:
        output = _talk(child, given)
        if len(output) <= OUTPUT:
            child.wait()  # the timer still runs: a child that closed its output and goes on is killed too
    finally:
        timer.cancel()
        child.kill()
        code = child.wait()
    return Outcome(output, code, late.is_set() or code == -signal.SIGXCPU, len(output) > OUTPUT)


def confine(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Called first thing in the child: no more memory, CPU time or core file than this."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _start(module: str, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    # A bare environment: the child that opens hostile files holds no address or key of the database.
    root = Path(hutong.__file__).resolve().parents[1]
    environment = {
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.environ.get("PATH", ""),
    }
    command = [sys.executable, "-P", "-m", module, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, close_fds=True
    )


def _talk(child: subprocess.Popen[bytes], given: bytes) -> bytes:
    assert child.stdin
    assert child.stdout
    threading.Thread(target=_feed, args=(child.stdin, given), daemon=True).start()
    with child.stdout as stream:
        return stream.read(OUTPUT + 1)


def _feed(stream: IO[bytes], given: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), stream:  # the child died first; its exit code says why
        stream.write(given)
