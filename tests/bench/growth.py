"""`python -m tests.bench.growth [--sizes 10000,100000,1000000] [--data 1000000=FOLDER]`: how the figures grow with the register.

Each size is a simulated province of its own, or a folder that is there (in which one visit is recorded each time: give it a
copy). Keeps the figures in docs/growth.csv, a size's newest in place of its older ones, and draws docs/growth.svg from all.
"""

import argparse
import csv
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.world import standing, world

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIGURES, PICTURE = DOCS / "growth.csv", DOCS / "growth.svg"
COLUMNS: tuple[str, ...] = ("what", "unit", "children", "value")


def main() -> None:
    """Measure the sizes, each in a process of its own, since settings are read once; then draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", metavar="N,…", help="children; empty: only draw")
    parser.add_argument("--data", action="append", default=[], metavar="N=FOLDER", help="a register that is there")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folders = dict(one.split("=", 1) for one in asked.data)
    if asked.one:
        return _one(asked.one, folders.get(str(asked.one)))
    for size in filter(None, asked.sizes.split(",")):
        print(f"{int(size):,} children", flush=True)
        given = [part for one in asked.data for part in ("--data", one)]
        subprocess.run([sys.executable, "-m", "tests.bench.growth", "--one", size, *given], check=True)
    from tests.bench import curves

    PICTURE.write_text(curves.drawn(read()))
    print(f"written to {FIGURES} and {PICTURE}")


def _one(size: int, folder: str | None) -> None:
    with standing(Path(folder)) if folder else world() as made:
        # Settings read the environment that the world sets.
        from tests.bench import growing, run

        if not folder:
            run.fill(made, os.environ["DATABASE_URL"], size)
        keep(size, growing.measure())


def read() -> list[dict[str, str]]:
    """All figures that are kept."""
    if not FIGURES.exists():
        return []
    with FIGURES.open(newline="") as file:
        return list(csv.DictReader(file))


def keep(size: int, found: list[tuple[str, str, float]]) -> None:
    """Put a size's figures (what, unit, value) in place of its older ones."""
    rows = [row for row in read() if row["children"] != str(size)]
    rows += [dict(zip(COLUMNS, (what, unit, str(size), f"{value:.4g}"), strict=True)) for what, unit, value in found]
    rows.sort(key=lambda row: (row["what"], int(row["children"])))
    with FIGURES.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
