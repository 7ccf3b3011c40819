"""Reading a large ledger fast: every different cell once, and no idle walks of the garbage collector."""

import gc
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Remembered(dict[Key, Answer]):
    """answers[key] works an answer out once; beyond `most` different keys they are no longer kept."""

    def __init__(self, work_out: Callable[[Key], Answer], most: int = 50_000) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most

    def __missing__(self, key: Key) -> Answer:
        answer = self._work_out(key)
        if len(self) < self._most:
            self[key] = answer
        return answer


@contextmanager
def many_objects() -> Iterator[None]:
    """Millions of cells and rows, none of them in a cycle: walking them again and again costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
