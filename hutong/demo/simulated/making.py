"""Worker processes that make the rows county by county, some villages at a time, so that memory stays as it is."""

import multiprocessing
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from random import Random

from hutong.demo.child import Maker
from hutong.demo.population import of_village
from hutong.demo.simulated import process
from hutong.demo.simulated.numbers import CountyNumbers
from hutong.demo.simulated.plan import County
from hutong.demo.simulated.rows import CountyRows
from hutong.demo.simulated.year import World, year

# Children in one piece; the text of so many is what a process holds, beside one village.
PIECE = 400


@dataclass(frozen=True)
class Piece:
    """Finished rows of some villages: (table, columns, text for COPY), and how many children are in it."""

    children: int
    tables: list[tuple[str, tuple[str, ...], bytes]]


@dataclass(frozen=True)
class Order:
    """What all processes are told. first: number of the first file; streams: how far they have come."""

    seed: str
    today: date
    province: int
    first: int
    world: World
    streams: dict[tuple[int, bool], int]


def pieces(order: Order, counties: Sequence[County], processes: int) -> Iterator[Piece]:
    """All rows, as they get ready. Each process waits until its last piece is taken."""
    context = multiprocessing.get_context("spawn")
    running = []
    ends: list[Connection] = []
    for share in _shares(counties, processes):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(
            target=process.work, args=(theirs, pickle.dumps((county_pieces, order, share))), daemon=True
        )
        worker.start()
        theirs.close()
        running.append(worker)
        ends.append(ours)
    try:
        yield from _taken(ends)
    finally:
        for worker in running:
            worker.terminate()
            worker.join()


def _taken(ends: list[Connection]) -> Iterator[Piece]:
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                found = end.recv()
            except EOFError:
                raise MakingFailed from None
            if found is None:
                ends.remove(end)
            else:
                yield found


class MakingFailed(RuntimeError):
    """A worker process ended before its work was done; its own words are on standard error."""


def _shares(counties: Sequence[County], processes: int) -> list[list[County]]:
    """The counties divided so that all have about as many children."""
    shares: list[list[County]] = [[] for _ in range(min(processes, len(counties)))]
    for county in sorted(counties, key=lambda county: -county.children):
        min(shares, key=lambda share: sum(one.children for one in share)).append(county)
    return shares


def county_pieces(order: Order, county: County) -> Iterator[Piece]:
    """The rows of one county, some villages at a time."""
    numbers = CountyNumbers(order.province, county.nth)
    rng = Random(f"{order.seed}-county-{county.code}")
    keeper = order.world.seats.institutions[county.code]
    bureau = order.world.seats.bureaus[county.code]
    rows = CountyRows(rng, county.code, county.stream, order.streams, keeper)
    children = 0
    for home in county.homes:
        if not home.children:
            continue
        make = Maker(Random(f"{order.seed}-children-{home.village.code}"), order.today, numbers)
        years = [year(child, order.world, rng) for child in of_village(make, home.village, home.children)]
        rows.village(home, years, order.first + home.before, bureau)
        children += home.children
        if children >= PIECE:
            yield Piece(children, list(rows.take()))
            children = 0
    if children:
        yield Piece(children, list(rows.take()))
