"""Time taken: by a call, by the database, and how it spreads."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.db import connection


@dataclass
class Laps:
    """Seconds by name, added up."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Add what runs inside to a name."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

    def watch(self, module: ModuleType, function: str, name: str) -> None:
        """Time every call of a module's function from now on, without another path through the program."""
        watched: Callable[..., Any] = getattr(module, function)

        def run(*args: Any, **kwargs: Any) -> Any:
            with self.lap(name):
                return watched(*args, **kwargs)

        setattr(module, function, run)


@contextmanager
def database_time(laps: Laps, name: str) -> Iterator[None]:
    """Add the time that the application's connection spends on statements and commits to a name."""

    def run(execute: Callable[..., Any], *args: Any) -> Any:
        with laps.lap(name):
            return execute(*args)

    commit = connection._commit
    connection._commit = lambda: run(commit)  # type: ignore[method-assign]  # no wrapper covers commits
    try:
        with connection.execute_wrapper(run):
            yield
    finally:
        del connection._commit


def quantile(times: Sequence[float], share: float) -> float:
    """The time within which that share of the repetitions ended."""
    return sorted(times)[max(0, round(share * len(times)) - 1)]
