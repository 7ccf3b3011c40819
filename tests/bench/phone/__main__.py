"""`python -m tests.bench.phone`: measures in a world of its own and writes the phone's figures into docs/bench.md."""

import argparse
import os
from pathlib import Path

from tests.bench.__main__ import PAGE
from tests.bench.world import world

PARTS = ("server", "browser", "beside")


def main() -> None:
    """Measure once; the temporary world is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phone", description=__doc__)
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    parser.add_argument("--only", choices=PARTS, help="measure one part, print it, and leave the page alone")
    asked = parser.parse_args()
    with world() as made:
        # Settings read the environment that world() sets.
        from tests.bench.phone import run

        page, parts = (None, (asked.only,)) if asked.only else (asked.page, PARTS)
        run.measure(made, os.environ["DATABASE_URL"], page, parts)


if __name__ == "__main__":
    main()
