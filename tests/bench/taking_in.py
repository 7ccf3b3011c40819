"""Imports one ledger as `hutong ledger import` does, in a process of its own, and prints what it took as JSON.

Run with HUTONG_DATA and DATABASE_URL set: `python -m tests.bench.taking_in FILE PLACE STAFF_NUMBER`.
"""

import json
import resource
import sys
from pathlib import Path

from hutong.config.commands import common


def main(file: str, place: str, staff_number: str) -> None:
    """Import, timed by its steps; `commit` and `answer` are what remains of the whole."""
    common.boot()
    from hutong.children import commands
    from hutong.children.intake import work
    from tests.bench.stopwatch import Laps

    laps = Laps()
    laps.watch(commands, "read", "read")
    laps.watch(commands, "as_json", "answer")
    laps.watch(work, "checked", "check")
    laps.watch(work, "write", "write")
    laps.watch(commands.staging, "stage", "stage")
    with laps.lap("whole"):
        answer = commands.import_(Path(file), int(place), staff_number)
    own, reader = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": laps.seconds, "totals": answer["totals"], "parent_kb": own, "reader_kb": reader}))


if __name__ == "__main__":
    main(*sys.argv[1:])
