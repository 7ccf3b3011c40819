"""Small numbers: a count below five may name a person, so it is hidden, and so that nobody subtracts their way to it."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALL = 5
K = TypeVar("K", bound=Hashable)


def hidden_small(counts: Mapping[K, int]) -> tuple[dict[K, int | None], int | None]:
    """The counts and their sum as they may be shown; None is hidden and reads "少于 5" or "不显示".

    While one count alone is hidden, or the hidden ones together are small, the sum gives them away: then the next
    smallest is hidden too, and where none is left, the sum itself. Where the hidden ones are all nought, that there is
    nobody may come out: it is nobody's secret.
    """
    order = sorted(counts, key=lambda key: counts[key])
    hidden = [key for key in order if counts[key] < SMALL]
    rest = order[len(hidden) :]
    while rest and not _safe([counts[key] for key in hidden]):
        hidden.append(rest.pop(0))
    told = _safe([counts[key] for key in hidden])
    return {key: None if key in set(hidden) else count for key, count in counts.items()}, (
        sum(counts.values()) if told else None
    )


def _safe(hidden: list[int]) -> bool:
    """Whether the sum of what is hidden may be known."""
    return sum(hidden) == 0 or (len(hidden) > 1 and sum(hidden) >= SMALL)
