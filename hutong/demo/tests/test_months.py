"""The year before a day, whatever day it is."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hutong.children.age import birthday
from hutong.demo.draws import apportion
from hutong.demo.enrolment import plan
from hutong.demo.leavings import leavings
from hutong.demo.months import year_before
from hutong.demo.tests.support import TODAY, children

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(days)
def test_the_months_follow_each_other_from_a_year_ago_to_yesterday(today: date) -> None:
    months = year_before(today)
    assert (months[0].first, months[-1].last) == (birthday(today, -1), today - timedelta(1))
    assert all(later.first == earlier.last + timedelta(1) for earlier, later in pairwise(months))
    assert all(month.first <= month.day(Random(1)) <= month.last for month in months)


@given(st.integers(0, 5000), st.lists(st.floats(0.01, 50), min_size=1, max_size=60))
def test_parts_add_up_to_the_whole(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0


def test_every_child_is_registered_once_after_birth_and_before_today() -> None:
    found = plan(children(), year_before(TODAY))
    assert sum(map(len, found.values())) == len(children())
    assert all(child.birth <= day < TODAY for (day, _), group in found.items() for child in group)


def test_a_few_leave_and_nobody_twice() -> None:
    found = leavings(children(), year_before(TODAY))
    assert 30 < len(found) < 80
    assert len({one.child.id for one in found}) == len(found)
    assert all(one.on < TODAY for one in found)
