"""Half-open spans of days, one taken from another; pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hutong.ground.days import days

FIRST, LAST = date.min, date.max


def less(span: Any, others: Iterable[Any]) -> list[Any]:
    """The parts of a span that none of the others covers, in order."""
    parts, start, end = [], span.lower or FIRST, span.upper or LAST
    for low, high in sorted((o.lower or FIRST, o.upper or LAST) for o in others):
        if low >= end:
            break
        if low > start:
            parts.append((start, low))
        start = max(start, min(high, end))
    if start < end:
        parts.append((start, end))
    return [days(low, None if high == LAST else high) for low, high in parts]


def touching(span: Any, other: Any) -> bool:
    """Whether two spans that do not overlap follow one another without a day between."""
    return (span.upper is not None and span.upper == other.lower) or (
        other.upper is not None and other.upper == span.lower
    )


def joined(span: Any, other: Any) -> Any:
    """The span of two that touch or overlap."""
    upper = None if span.upper is None or other.upper is None else max(span.upper, other.upper)
    return days(min(span.lower, other.lower), upper)
