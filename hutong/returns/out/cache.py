"""Balances of large units, kept some minutes: a province's reads every file there is, and says of when it is.

In the memory of a process, never in the database, and only for whoever has the very same scope. Up to a county it is counted anew.
"""

import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any

from hutong.accounts.http import Problem
from hutong.ground import clock
from hutong.places.codes import Level, level_of

MINUTES = 10
MOST = 100
_kept: dict[Hashable, tuple[datetime, Any]] = {}
_counting: set[Hashable] = set()
_lock = threading.Lock()


def once(place: int, key: Hashable, count: Callable[[], Any]) -> Any:
    """What `count` gives, or gave within the last minutes for the same key. Raises Problem 503 while another counts it."""
    if level_of(place) >= Level.COUNTY:
        return count()
    now = clock.now()
    with _lock:
        at, told = _kept.get(key, (now, None))
        if told is not None and timedelta() <= now - at < timedelta(minutes=MINUTES):
            return told
        if key in _counting:
            raise Problem(503, "正在汇总这张表，请过几秒再看。", "busy", wait=5)
        _counting.add(key)
    try:
        told = count()
        _keep(key, now, told)
        return told
    finally:
        _counting.discard(key)


def _keep(key: Hashable, now: datetime, told: Any) -> None:
    with _lock:
        _kept.pop(key, None)
        _kept[key] = now, told
        while len(_kept) > MOST:
            del _kept[next(iter(_kept))]
