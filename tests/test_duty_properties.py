"""Wall 3 against a plain model of it: whatever is known about a child, SQL and Python owe the same visit."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.children.actions import register
from hutong.children.age import birthday
from hutong.children.models import Child
from hutong.children.tests.factories import new
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock

START = date(2026, 1, 5)
BY_RISK = {"high": 30, "medium": 90, "low": 150, "": 90}
BY_CATEGORY = {
    "out_of_school": 30, "poor_guardianship": 30, "unregistered": 90, "severe_illness_disability": 90,
    "orphan_scattered": 90, "de_facto_unsupported": 90,
}  # fmt: skip
CATEGORIES = ("left_behind", "distressed", "poor_family", *BY_CATEGORY)


def owed(categories, risk, registered, visited, promised):
    """The day by which the next visit is owed: the shortest interval that applies, or an earlier promise."""
    since = visited or registered
    base = BY_RISK[risk] if visited else 30
    days = min([base, *(BY_CATEGORY[key] for key in categories if key in BY_CATEGORY)])
    return min(since + timedelta(days), promised or date.max)


visits = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["", "high", "medium", "low"]), st.none() | st.integers(0, 60)),
    max_size=5,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(categories=st.sets(st.sampled_from(CATEGORIES), min_size=1, max_size=4), told=visits, years=st.integers(1, 17))
def test_the_open_visit_is_the_one_that_the_facts_owe(categories, told, years):
    born = date(START.year - years, 6, 15)
    with clock.at(START), context.within(grants.system()) as grant:
        [child] = register(grant, [new(born=born, categories=sorted(categories))])
    visited, promised, risk = None, None, ""
    for days, found, ahead in sorted(told, key=lambda visit: visit[0]):
        day = START + timedelta(days)
        visited, promised = day, day + timedelta(ahead) if ahead is not None else None
        risk = found or risk
        with clock.at(day), context.within(grants.system()) as grant:
            row = Child.objects.within(grant).get(pk=child)
            record_visit(
                grant, row, NewVisit(day, "home", no_change=True, risk=found, risk_reasons="所见", next_on=promised)
            )
    today = START + timedelta(301)
    with clock.at(today), context.within(grants.system()) as grant:
        engine.refresh([child])
        open_rounds = list(
            Duty.objects.within(grant).filter(child=child, rule="visit", ending="").values_list("due", flat=True)
        )
        done = Duty.objects.within(grant).filter(child=child, rule="visit", ending="done").count()
    held = {key for key in categories if key != "left_behind" or today < birthday(born, 16)}
    adult = today >= birthday(born, 18)
    expected = [] if adult or not held else [owed(held, risk, START, visited, promised)]
    assert open_rounds == expected
    assert done <= len(told)
