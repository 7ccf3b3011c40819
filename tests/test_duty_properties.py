"""Wall 3 against a plain model of it: whatever is known about a child, SQL and Python owe the same visit."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.care.checks.actions import fix_problem, record_check
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.care.models import CheckProblem
from hutong.children import actions as files
from hutong.children.actions import register
from hutong.children.age import birthday
from hutong.children.clean import Invalid
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import new, recognised
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.duties.registry import NIGHT, rules
from hutong.ground import clock
from hutong.ground.refusal import Refused

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
        engine.sweep()
        open_rounds = list(
            Duty.objects.within(grant).filter(child=child, rule="visit", ending="").values_list("due", flat=True)
        )
        done = Duty.objects.within(grant).filter(child=child, rule="visit", ending="done").count()
    held = {key for key in categories if key != "left_behind" or today < birthday(born, 16)}
    adult = today >= birthday(born, 18)
    expected = [] if adult or not held else [owed(held, risk, START, visited, promised)]
    assert open_rounds == expected
    assert done <= len(told)


class Work:
    """What people do with one child and its village, each as an action of theirs."""

    def __init__(self, child):
        self.child = child

    def __getitem__(self, name):
        def act(day):
            with clock.at(day), context.within(grants.system()) as grant:
                row = Child.objects.within(grant).get(pk=self.child)
                try:
                    getattr(self, name)(grant, row, day)
                except (Refused, Invalid, Problem):
                    return

        return act

    def visit(self, grant, row, day):
        record_visit(grant, row, NewVisit(day, "home", no_change=True, risk="high", risk_reasons="所见"))

    def confirm(self, grant, row, day):
        files.confirm(grant, row.pk)

    def leave(self, grant, row, day):
        files.leave(grant, row, ExitReason.MOVED, day)

    def come_back(self, grant, row, day):
        files.return_child(grant, row, "回来了")

    def add(self, grant, row, day):
        files.add_category(grant, row, recognised("out_of_school", day))

    def check(self, grant, row, day):
        found = [NewProblem("门锁坏了", day + timedelta(7))]
        record_check(grant, row, NewCheck(day, "home", "看了住处", problems=found))

    def fix(self, grant, row, day):
        for problem in plain(CheckProblem).filter(child=row, fixed_on=None)[:1]:
            fix_problem(grant, problem.pk, "修好了")

    def another(self, grant, row, day):
        register(grant, [new(name="李小红")])


def night_free():
    """Rules that nothing but what is journaled makes owed."""
    return {one.key for one in rules() if not any(way == NIGHT for way in one.reads.values())}


DEEDS = ("visit", "confirm", "leave", "come_back", "add", "check", "fix", "another")


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=6))
def test_after_each_operation_a_sweep_of_everything_finds_nothing_left_to_do(deeds):
    """The plain model of "what changed": everything, every time."""
    with clock.at(START), context.within(grants.system()) as grant:
        [child] = register(grant, [new()])
    work = Work(child)
    for nth, deed in enumerate(deeds):
        day = START + timedelta(nth)
        with clock.at(day), context.within(grants.system()):
            engine.sweep()  # the day has turned
        work[deed](day)
        with clock.at(day), context.within(grants.system()):
            left = {key: n for key, n in engine.sweep(night_free()).items() if n}
        assert left == {}, deed
