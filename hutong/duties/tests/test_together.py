"""Many facts written in one block and refreshed once owe the same as each refreshed by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import scope
from hutong.accounts.scope import reaching
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import new
from hutong.config import clock
from hutong.duties import engine
from hutong.duties.models import Duty
from tests.cast import JILIN

TODAY = date(2026, 11, 24)
CHILDREN = 3
pytestmark = pytest.mark.django_db


def visit(grant, child, days):
    told = NewVisit(TODAY - timedelta(days), "home", no_change=True, risk="high", risk_reasons="独居")
    if child.active:
        record_visit(grant, child, told)


def confirm(grant, child, _):
    if child.active:
        actions.confirm(grant, child.pk)


def leave_or_return(grant, child, days):
    if child.active:
        actions.leave(grant, child, ExitReason.MOVED, TODAY - timedelta(days))
    else:
        actions.return_child(grant, child, "回来了")


WORK = st.tuples(st.integers(0, CHILDREN - 1), st.sampled_from([visit, confirm, leave_or_return]), st.integers(0, 90))


def family(grant):
    with clock.at(TODAY - timedelta(100)):
        return actions.register(grant, [new(f"孩子{n}", born=date(2015, 3, 4)) for n in range(CHILDREN)])


def do(grant, children, work):
    nth, what, days = work
    what(grant, Child.objects.within(grant).get(pk=children[nth]), days)


def rounds(grant, child):
    """Each round of a child in order, without the ids that differ from one child to the next."""
    found = Duty.objects.within(grant).filter(child=child).values_list(
        "rule", "owed_since", "due", "township_on", "county_on", "ending", "ended_on")  # fmt: skip
    return sorted(found, key=str)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=st.lists(WORK, max_size=8))
def test_whatever_is_done_in_a_block_is_owed_as_if_done_one_by_one(works):
    with clock.at(TODAY), scope.within(scope.system()) as grant:
        alone, at_once = family(grant), family(grant)
        for work in works:
            do(grant, alone, work)
        with engine.together() as block:
            for work in works:
                block.settle(at_once[work[0]])
                do(grant, at_once, work)
        assert [rounds(grant, child) for child in at_once] == [rounds(grant, child) for child in alone]


def asked(monkeypatch):
    """How many statements the engine sends from now on."""
    found = []
    run = engine._run
    monkeypatch.setattr(engine, "_run", lambda *args: found.append(args[0].key) or run(*args))
    return found


def test_each_rule_is_asked_once_for_all(monkeypatch):
    with clock.at(TODAY), scope.within(scope.system()) as grant:
        children = family(grant)
        sent = asked(monkeypatch)
        with engine.together():
            for child in children:
                do(grant, [child], (0, visit, 3))
            assert sent == []
        assert len(sent) == len(set(sent))
        assert all(("visit", "done") in {(r[0], r[5]) for r in rounds(grant, child)} for child in children)


def test_a_block_inside_a_block_waits_for_the_outer_one(monkeypatch):
    with clock.at(TODAY), scope.within(scope.system()) as grant:
        children = family(grant)
        sent = asked(monkeypatch)
        with engine.together():
            with engine.together():
                do(grant, children, (0, visit, 1))
            assert sent == []
        assert sent


def test_what_is_written_beyond_the_jurisdiction_is_refreshed_at_once(monkeypatch):
    with clock.at(TODAY), scope.within(scope.system()) as grant:
        children = family(grant)
        sent = asked(monkeypatch)
        with engine.together(), reaching(grant, JILIN) as wider:
            do(wider, children, (0, visit, 1))
            assert sent


def test_a_failed_block_leaves_nothing_waiting():
    with clock.at(TODAY), scope.within(scope.system()) as grant:
        children = family(grant)
        with pytest.raises(KeyError), engine.together():
            engine.refresh([new("缺").child["id"]])
        do(grant, children, (0, visit, 1))
        assert any(ending == "done" for *_, ending, _ in rounds(grant, children[0]))
