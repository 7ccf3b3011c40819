"""`python -m tests.bench [--children N | --data FOLDER] [--rows 100000]`: measures and writes docs/bench.md.

With --children in a simulated province of its own, which is gone afterwards; with --data in a folder that is there, into which
the ledger is imported: give it a copy.
"""

import argparse
import os
from pathlib import Path

from tests.bench.world import standing, world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--children", type=int, default=0, metavar="N", help="in the register before the import")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder of a register that is there already")
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="rows of the ledger")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the figures go")
    asked = parser.parse_args()
    with standing(asked.data) if asked.data else world() as made:
        # Settings read the environment that the world sets.
        from tests.bench import page, run

        if asked.children and not asked.data:
            run.fill(made, os.environ["DATABASE_URL"], asked.children)
        page.put(asked.page, page.render(run.measure(made, os.environ["DATABASE_URL"], asked.rows)))
    print(f"written to {asked.page}")


if __name__ == "__main__":
    main()
