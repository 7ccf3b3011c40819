"""Seals in batches what was committed since the last time; and the head, which an administrator keeps elsewhere."""

from typing import NamedTuple

from hutong.ground import query

BATCH = 100_000


class Head(NamedTuple):
    """The last seal: number, hash (hex), when (ISO, UTC)."""

    n: int
    hash: str
    at: str

    @property
    def line(self) -> str:
        """As it is kept elsewhere."""
        return f"{self.n} {self.hash} {self.at}"


def printed() -> str:
    """The end of the chain as papers show it: number and the first twelve digits of the hash; empty before the first seal."""
    return query.rows("SELECT journal_printed()")[0][0] or ""


def heads(text: str) -> list[Head]:
    """What lines that were kept say. Raises NotAHead."""
    return [_head(line) for line in text.splitlines() if line.strip()]


def _head(line: str) -> Head:
    """A whole line, or what a paper shows: number and the beginning of the hash."""
    try:
        if len(line.split()) == 1:
            n, digest, at = *line.strip().lower().split("-"), "印在纸上"
        else:
            n, digest, at = line.split()
        return Head(int(n), digest, at)
    except ValueError:
        raise NotAHead(f"抄存的这一行读不懂：{line[:80]}") from None


class NotAHead(ValueError):
    """A line is none that `hutong journal head` wrote."""


def seal(most: int = BATCH) -> int:
    """Seal all that can be sealed; gives how many entries and looks that were. Each batch is a statement of its own."""
    total = 0
    while count := query.rows("SELECT journal_seal(%s)", [most])[0][0]:
        total += count
    return total
