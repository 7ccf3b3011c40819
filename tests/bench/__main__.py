"""`python -m tests.bench [--children 100000]`: measures in a world of its own and writes docs/bench.md."""

import argparse
import os
from pathlib import Path

from tests.bench.world import world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"


def main() -> None:
    """Measure once; the temporary world is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000, metavar="N", help="rows of the ledger")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    asked = parser.parse_args()
    with world() as made:
        # Settings read the environment that world() sets.
        from tests.bench import page, run

        page.put(asked.page, page.render(run.measure(made, os.environ["DATABASE_URL"], asked.children)))
    print(f"written to {asked.page}")


if __name__ == "__main__":
    main()
