"""What the server takes: a first pull, an empty sync, twenty and twenty, two hundred phones in a minute, all it can."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice

from tests.bench.phone import bare
from tests.bench.phone.client import Walker, visits, walker
from tests.bench.phone.site import Carrier, Site

BATCH = 20
ALONE, MINUTES, FLOOD_SECONDS, FLOOD_PHONES = 40, 2, 20, 8


@dataclass
class Server:
    """Seconds of each repetition, bytes, and operations a second."""

    first_pull: list[float] = field(default_factory=list)
    first_bytes: int = 0
    first_records: int = 0
    empty: list[float] = field(default_factory=list)
    push: list[float] = field(default_factory=list)
    pull: list[float] = field(default_factory=list)
    crowd_push: list[float] = field(default_factory=list)
    crowd_pull: list[float] = field(default_factory=list)
    crowd_both: list[float] = field(default_factory=list)
    flood: float = 0.0
    # Milliseconds of the database for a push of twenty, and of the same rows written by hand.
    push_database: float = 0.0
    push_bare: float = 0.0

    @property
    def push_ratio(self) -> float:
        return self.push_database / self.push_bare


def measure(site: Site, say: Callable[[str], None]) -> Server:
    """Everything, in an order in which nothing disturbs what follows."""
    found = Server()
    say("first pull of 300 children and 3,000 visits")
    _first(site, found)
    say("one phone alone")
    _alone(site, found)
    say(f"{len(site.many)} phones, {MINUTES} minutes")
    _crowd(site, found)
    say(f"all that it can take, {FLOOD_SECONDS} seconds")
    found.flood = _flood(site)
    say("its database part beside bare SQL")
    found.push_database, found.push_bare = bare.beside(site.many[0])
    return found


def _first(site: Site, found: Server) -> None:
    for _ in range(10):
        phone = walker(site.url, site.large.token)
        phone.pull()
        found.first_pull.append(phone.wire.seconds)
        found.first_bytes, found.first_records = phone.wire.received, len(phone.phone.records)


def _alone(site: Site, found: Server) -> None:
    carrier = site.many[0]
    phone = walker(site.url, carrier.token)
    phone.pull()
    for turn in range(ALONE):
        phone.pull()
        found.empty.append(phone.wire.seconds)
        _exchange(phone, carrier, turn)
        found.pull.append(phone.wire.seconds)
    # Timed apart, so that the push is not seen through the pull that follows it.
    for turn in range(ALONE):
        phone.push(visits(carrier.children[:BATCH], turn))
        found.push.append(phone.wire.seconds)


def _exchange(phone: Walker, carrier: Carrier, turn: int) -> float:
    """Push twenty visits and pull what they changed; gives the seconds of the push."""
    phone.push(visits(carrier.children[:BATCH], turn % 300))
    pushed = phone.wire.seconds
    phone.pull()
    return pushed


def _crowd(site: Site, found: Server) -> None:
    """Each phone once a minute, at its own moment of the minute, whatever the others do."""
    phones = [(walker(site.url, one.token), one) for one in site.many]
    for phone, _ in phones:
        phone.pull()
    apart = 60 / len(phones)
    begun = time.perf_counter()
    kept = threading.Lock()

    def call(at: int) -> None:
        phone, carrier = phones[at % len(phones)]
        pushed = _exchange(phone, carrier, at // len(phones))
        with kept:
            found.crowd_push.append(pushed)
            found.crowd_pull.append(phone.wire.seconds)
            found.crowd_both.append(pushed + phone.wire.seconds)

    with ThreadPoolExecutor(32) as pool:
        waiting = []
        for at in range(MINUTES * len(phones)):
            time.sleep(max(0.0, begun + at * apart - time.perf_counter()))
            waiting.append(pool.submit(call, at))
        for one in waiting:
            one.result()


def _flood(site: Site) -> float:
    """Operations a second that a few phones get done that never wait."""
    until = time.perf_counter() + FLOOD_SECONDS

    def pour(carrier: Carrier) -> int:
        phone, done = walker(site.url, carrier.token), 0
        for turn in count():
            if time.perf_counter() > until:
                break
            phone.push(visits(carrier.children[:BATCH], turn % 300))
            done += BATCH
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(FLOOD_PHONES) as pool:
        done = sum(pool.map(pour, islice(site.many, FLOOD_PHONES)))
    return done / (time.perf_counter() - begun)
