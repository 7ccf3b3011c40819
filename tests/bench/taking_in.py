"""Imports one ledger as `hutong ledger import` does, in a process of its own, and prints what it took as JSON.

Run with HUTONG_DATA and DATABASE_URL set: `python -m tests.bench.taking_in FILE PLACE STAFF_NUMBER`.
"""

import json
import os
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hutong.config.commands import common

OFTEN = 0.1


def main(file: str, place: str, staff_number: str) -> None:
    """Import, timed by its steps; `commit` and `answer` are what remains of the whole."""
    common.boot()
    from hutong.ledgers import commands
    from hutong.ledgers.intake import staging, work
    from tests.bench.stopwatch import Laps

    laps = Laps()
    laps.watch(commands, "read", "read")
    laps.watch(commands, "as_json", "answer")
    laps.watch(work, "checked", "check")
    laps.watch(work, "write", "write")
    laps.watch(staging, "keep", "stage")
    spent = processor()
    with peaks() as reader, laps.lap("whole"):
        answer = commands.import_(Path(file), int(place), staff_number)
    found = {
        "seconds": laps.seconds,
        "totals": answer["totals"],
        "parent_kb": _status(os.getpid(), "VmHWM"),
        "reader_kb": max(reader, default=0),
        "processor": {name: after - spent[name] for name, after in processor().items()},
    }
    print(json.dumps(found))


def processor() -> dict[str, float]:
    """Processor seconds of this process, of its reader, and of the server's process for the application's connection."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "python": own.ru_utime + own.ru_stime,
        "reader": children.ru_utime + children.ru_stime,
        "postgres": _of_backend(),
    }


def _of_backend() -> float:
    from hutong.ground import query

    [[pid]] = query.rows("SELECT pg_backend_pid()")
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def peaks() -> Iterator[list[int]]:
    """The peaks (KB) of the child processes that live inside, each by its own high-water mark, looked at often.

    getrusage would tell the parent's: a child begins with its memory.
    """
    found: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(OFTEN):
            found.extend(_status(pid, "VmHWM") for pid in _children())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


def _children() -> list[int]:
    every = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in every if _status(pid, "PPid") == os.getpid()]


def _status(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
