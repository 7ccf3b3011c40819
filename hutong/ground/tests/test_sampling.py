"""Samples: the same seed draws the same, and a result says no more of all than it may."""

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.ground import sampling

PEOPLE = [uuid.UUID(int=n) for n in range(400)]


def test_the_same_seed_draws_the_same_in_whatever_order_it_reads():
    first = sampling.drawn(PEOPLE, 29, "9f2c")
    assert first == sampling.drawn(random.sample(PEOPLE, len(PEOPLE)), 29, "9f2c")
    assert first != sampling.drawn(PEOPLE, 29, "9f2d")
    assert len(set(first)) == 29
    assert first[:5] == sampling.drawn(PEOPLE, 5, "9f2c")
    assert set(sampling.drawn(PEOPLE[:3], 29, "9f2c")) == set(PEOPLE[:3])


# Tables of exact one-sided limits: 29 without one wrong is the known "95/90"; 3 of 60 gives 12.4 % (Clopper and Pearson 1934).
@pytest.mark.parametrize(("bound", "confidence", "size"), [(0.10, 0.95, 29), (0.05, 0.95, 59), (0.01, 0.95, 299)])
def test_as_many_are_drawn_as_the_bound_needs(bound, confidence, size):
    assert sampling.size_for(bound, confidence) == size
    assert sampling.at_most(0, size, confidence) <= bound < sampling.at_most(0, size - 1, confidence)


def test_bounds_are_those_of_the_tables():
    assert sampling.at_most(0, 29, 0.95) == pytest.approx(1 - 0.05 ** (1 / 29), abs=1e-9)
    assert sampling.at_most(3, 60, 0.95) == pytest.approx(0.1242, abs=5e-4)
    assert sampling.at_least(60, 60, 0.95) == pytest.approx(0.05 ** (1 / 60), abs=1e-9)


def test_nothing_looked_at_says_nothing():
    assert sampling.at_most(0, 0, 0.95) == 1.0
    assert sampling.at_least(0, 0, 0.95) == 0.0


@given(st.integers(0, 300), st.integers(1, 300), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_a_bound_lies_beyond_what_was_seen_and_grows_with_it(wrong, looked, confidence):
    wrong = min(wrong, looked)
    most, least = sampling.at_most(wrong, looked, confidence), sampling.at_least(wrong, looked, confidence)
    assert 0 <= least <= wrong / looked <= most <= 1
    if wrong:
        assert sampling.at_most(wrong - 1, looked, confidence) <= most
