"""`hutong simulate` takes as much memory for many children as for few: what a worker process holds is a piece of its work."""

import tracemalloc
from datetime import date
from uuid import uuid4

import pytest

from hutong.demo.months import year_before
from hutong.demo.simulated import deadlines, plan
from hutong.demo.simulated.making import Order, county_pieces
from hutong.demo.simulated.offices import Seat, Seats
from hutong.demo.simulated.year import World

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
TODAY = date(2026, 11, 24)


def peak(children: int) -> int:
    """The most bytes that were held at once while so many children were made."""
    seat = Seat(uuid4(), "某人", uuid4())
    counties = plan.counties(children, 22)
    codes = [county.code for county in counties]
    townships = {home.village.township_code: seat for county in counties for home in county.homes}
    seats = Seats({}, townships, dict.fromkeys(codes, seat), dict.fromkeys(codes, seat))
    order = Order("护童", TODAY, 22, 1, World(year_before(TODAY), deadlines.load(22), seats), {})
    tracemalloc.start()
    made = sum(piece.children for county in counties for piece in county_pieces(order, county))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made == children
    return most


def test_four_times_as_many_children_take_no_more_memory() -> None:
    peak(1_000)  # what is learnt once: names and their pinyin, deadlines
    few = peak(2_000)
    assert peak(8_000) < 1.5 * few
