"""`python -m tests.histories 20000 [--workers 2]`: as many generated histories as asked for. `--commits 200000`: writers and readers."""

import argparse
import os
import sys
from pathlib import Path

import pytest

LONG = Path(__file__).resolve().parents[1] / "long"


def main() -> int:
    """Runs the long tests with other numbers; pytest's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.histories", description=__doc__)
    parser.add_argument("histories", type=int, nargs="?", default=0)
    parser.add_argument("--commits", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    os.environ |= {"HUTONG_HISTORIES": str(asked.histories), "HUTONG_COMMITS": str(asked.commits)}
    wanted = [LONG / "test_sync_histories.py"] * bool(asked.histories) + [LONG / "test_sync_commits.py"] * bool(
        asked.commits
    )
    return pytest.main(["-n", str(asked.workers), *map(str, wanted)]) if wanted else parser.print_usage() or 2


if __name__ == "__main__":
    sys.exit(main())
