"""Drawing by shares."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def weighted(rng: Random, shares: Mapping[T, float]) -> T:
    """One key, in proportion to its share."""
    return rng.choices(list(shares), list(shares.values()))[0]


def line(rng: Random, texts: str) -> str:
    """One of several texts kept in one string."""
    return rng.choice(texts.split("|"))


def word(rng: Random, texts: str) -> str:
    """One of several words kept in one string."""
    return rng.choice(texts.split())


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total, by largest remainder."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    behind = sorted(range(len(exact)), key=lambda n: counts[n] - exact[n])
    for n in behind[: total - sum(counts)]:
        counts[n] += 1
    return counts
