"""How far a long work is, in Chinese lines with the time that is left."""

import time
from collections.abc import Callable

# Lines come no closer together than this.
EVERY = 10
# What indexes, references and statistics take, as a share of the time that writing took.
REST = 0.2


class Progress:
    """Says what is done, how many children are written and how long it will still take."""

    def __init__(self, children: int, say: Callable[[str], None]) -> None:
        self._whole, self._say, self._done = children, say, 0
        self._begun = self._writing = self._said = time.monotonic()
        self._took = 0.0

    @property
    def seconds(self) -> int:
        """Since the beginning."""
        return round(time.monotonic() - self._begun)

    def say(self, line: str) -> None:
        """A step of its own, with the time since the beginning."""
        self._writing = self._said = time.monotonic()
        self._say(f"[{_clock(self.seconds)}] {line}")

    def written(self, children: int) -> None:
        """So many more children are in their tables."""
        self._done += children
        now = time.monotonic()
        if now - self._said >= EVERY:
            took = now - self._writing
            left = took / self._done * (self._whole - self._done) + took / self._done * self._whole * REST
            self._said = now
            self._say(f"[{_clock(self.seconds)}] 已写入 {self._done:,} / {self._whole:,} 名儿童，{_left(left)}")

    def all_written(self) -> None:
        """The last one is in."""
        self._took = time.monotonic() - self._writing
        self._say(f"[{_clock(self.seconds)}] {self._done:,} 名儿童都已写入。")
        self._writing = self._said = time.monotonic()

    def finishing(self, line: str) -> None:
        """A step after it."""
        now = time.monotonic()
        if now - self._said >= EVERY:
            self._said = now
            left = max(self._took * REST - (now - self._writing), 0)
            self._say(f"[{_clock(self.seconds)}] {line}，{_left(left)}")


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


def _left(seconds: float) -> str:
    return "还需不到一分钟" if seconds < 60 else f"还需约 {round(seconds / 60)} 分钟"
