"""`python -m tests.bench.phone`: measures in a world of its own and writes the phone's figures into docs/bench.md."""

import argparse
import os
from pathlib import Path

from tests.bench.__main__ import PAGE
from tests.bench.world import world


def main() -> None:
    """Measure once; the temporary world is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phone", description=__doc__)
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    parser.add_argument("--only", choices=("server", "browser", "beside"), help="one part; the page is left alone")
    asked = parser.parse_args()
    with world() as made:
        # Settings read the environment that world() sets.
        from tests.bench.phone import run

        run.measure(made, os.environ["DATABASE_URL"], asked.page, asked.only)


if __name__ == "__main__":
    main()
