"""Samples: who is drawn, how many it takes, and what the result says of all. Pure; no figure is given without its bound.

Drawn by hash of seed and id (not by a generator of random numbers): the same seed draws the same, whatever the order in which the
population is read and whichever version of Python reads it.
"""

import hashlib
import math
import uuid
from collections.abc import Iterable


def drawn(population: Iterable[uuid.UUID], size: int, seed: str) -> list[uuid.UUID]:
    """So many of a population, in the order of drawing; all of it where it is smaller."""
    return sorted(population, key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).digest())[:size]


def size_for(bound: float, confidence: float) -> int:
    """How many have to be right, all of them, to say with this confidence that at most `bound` of all are wrong. Both in (0, 1)."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - bound))


def at_most(wrong: int, looked: int, confidence: float) -> float:
    """The share of all that is wrong at most, with this confidence, when `wrong` of `looked` were (Clopper–Pearson, one-sided).

    A sample without replacement is surer than that: the bound is safe. 1 where nothing was looked at."""
    if looked == 0 or wrong >= looked:
        return 1.0
    return _solve(lambda share: _up_to(wrong, looked, share), 1 - confidence)


def at_least(wrong: int, looked: int, confidence: float) -> float:
    """The share of all that is wrong at least, with this confidence."""
    if wrong == 0:
        return 0.0
    return _solve(lambda share: _up_to(wrong - 1, looked, share), confidence)


def _up_to(wrong: int, looked: int, share: float) -> float:
    """The chance of at most so many wrong ones; falls as the share grows."""
    if share <= 0:
        return 1.0
    logs = (
        math.lgamma(looked + 1) - math.lgamma(k + 1) - math.lgamma(looked - k + 1)
        + k * math.log(share) + (looked - k) * math.log1p(-share)
        for k in range(wrong + 1)
    )  # fmt: skip
    return math.fsum(math.exp(one) for one in logs)


def _solve(falling, level: float) -> float:
    """Where a falling function of a share takes a level, by halving."""
    low, high = 0.0, 1.0 - 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return high
