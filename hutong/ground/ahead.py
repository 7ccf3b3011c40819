"""One block of a long work is made ready in a thread while the one before is with the database."""

from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

# Rows that are made ready, and then written or asked for, at once.
BLOCK = 5_000
T = TypeVar("T")
R = TypeVar("R")


def blocks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at once as are made ready together."""
    rest = iter(items)
    while block := list(islice(rest, BLOCK)):
        yield block


def ahead(make: Callable[[list[T]], R], items: Iterable[T]) -> Iterator[R]:
    """What `make` makes of each block of the items. PostgreSQL has one block while a thread makes the next, so `make` and
    the items must not ask the database."""
    made = map(make, blocks(items))
    if isinstance(items, Sized) and len(items) <= BLOCK:
        yield from made
        return
    with ThreadPoolExecutor(1) as aside:
        found = next(made, None)
        while found is not None:
            coming = aside.submit(next, made, None)
            yield found
            found = coming.result()
