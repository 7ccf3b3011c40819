"""The database reckons deadlines of sets as ground/deadline.py reckons one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hutong.duties.models import LENGTHS, Policy
from hutong.ground import clock, query, working_days
from hutong.ground.deadline import EXACT, Unit, due, last_day

CALENDAR = working_days.calendar()
units = st.sampled_from(list(Unit))
amounts = st.one_of(st.integers(1, 40), st.integers(1, 800))
moments = st.datetimes(datetime(1995, 1, 1), datetime(2020, 1, 1), timezones=st.just(UTC)) | st.datetimes(
    datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)
)
many = st.lists(st.tuples(moments, amounts, units), min_size=30, max_size=60)
SET = """
SELECT hutong_due((at AT TIME ZONE 'Asia/Shanghai')::date, amount, unit), hutong_due_at(at, amount, unit)
FROM unnest(%s::timestamptz[], %s::int[], %s::text[]) WITH ORDINALITY u(at, amount, unit, nth) ORDER BY nth
"""


class OverSets(TestCase):
    @given(many)
    @settings(max_examples=40, deadline=None)
    def test_last_days_and_moments_are_the_same_in_the_database(self, asked) -> None:
        told = query.rows(SET, [list(column) for column in zip(*asked, strict=True)])
        found = [due(since, amount, unit, CALENDAR) for since, amount, unit in asked]
        assert told == [(one.last, one.at) for one in found]

    @given(moments, amounts, units, st.integers(-2, 2))
    @settings(max_examples=60, deadline=None)
    def test_overdue_begins_with_the_moment_that_it_is_due(self, since, amount, unit, seconds) -> None:
        one = due(since, amount, unit, CALENDAR)
        at = one.at + timedelta(seconds=seconds)
        exact = one.at if unit in EXACT else None
        day = one.last or clock.on(one.at)
        [[late]] = query.rows("SELECT hutong_overdue(%s, %s, %s)", [day, exact, at])
        assert late == (at >= one.at)


@pytest.mark.django_db
def test_of_two_lengths_the_shorter_is_known_whatever_their_units() -> None:
    start = date(2026, 3, 2)
    lasts = {
        (n, unit): last_day(start, n, unit, CALENDAR)
        for unit in (Unit.DAY, Unit.WORKING_DAY, Unit.MONTH)
        for n in (1, 2, 3, 6)
    }
    by_length = sorted(lasts, key=lambda one: one[0] * LENGTHS[one[1]])
    assert [lasts[one] for one in by_length] == sorted(lasts.values())
    assert set(Policy.objects.values_list("unit", flat=True)) <= set(Unit)
    assert all(row.length == row.amount * LENGTHS[Unit(row.unit)] for row in Policy.objects.all())
