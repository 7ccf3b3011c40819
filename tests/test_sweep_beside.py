"""The sweep runs while directors work: on connections of their own, neither waits for the other without need, and what a
director did stands."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace

import pytest

from tests import cast as people
from tests import environment

TODAY, GROWN = date(2026, 11, 24), date(2036, 3, 4)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A database whose commits stay: the cast, and two children of one village."""
    from hutong.accounts import context, grants
    from hutong.children.tests.factories import registered
    from hutong.duties import engine
    from hutong.ground import clock

    with environment.populated("sweep", django_db_blocker), clock.at(TODAY):
        made = SimpleNamespace(cast=people.appoint_all(), quiet=registered(), busy=registered("李小红"))
        with context.within(grants.system()):
            engine.sweep()
        yield made


def elsewhere(work):
    """Run in a thread with connections of its own."""
    from django.db import connections

    def run():
        try:
            return work()
        finally:
            connections.close_all()

    return run


def visit(world, child, patience="1s"):
    from hutong.accounts import context
    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child
    from hutong.ground import query

    with context.within(people.grant_of(world.cast.director)) as grant:
        query.run(f"SET LOCAL lock_timeout = '{patience}'")
        record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(TODAY, "home", no_change=True))


def ends(child):
    from hutong.accounts import context, grants
    from hutong.duties.models import Duty

    with context.within(grants.system()) as grant:
        found = Duty.objects.within(grant).filter(child=child, rule="visit").order_by("owed_since", "-ending")
        return [duty.ending for duty in found]


def test_a_visit_is_recorded_while_a_sweep_has_not_ended_yet(world):
    from hutong.accounts import context, grants
    from hutong.duties import engine
    from hutong.ground import clock

    def director():
        with clock.at(TODAY):
            visit(world, world.quiet)

    with ThreadPoolExecutor(1) as other, context.within(grants.system()):
        assert set(engine.sweep().values()) == {0}
        other.submit(elsewhere(director)).result(timeout=30)
    assert ends(world.quiet) == ["done", ""]


def test_what_a_director_did_while_a_sweep_waited_stands(world):
    """The child comes of age by the sweep's calendar, which would end the round; the visit that is being written ends it first."""
    from hutong.accounts import context, grants
    from hutong.duties import engine
    from hutong.ground import clock, query

    def night():
        with clock.at(GROWN), context.within(grants.system()):
            return engine.sweep(["visit"])

    with ThreadPoolExecutor(1) as other, context.within(people.grant_of(world.cast.director)):
        visit(world, world.busy)
        swept = other.submit(elsewhere(night))
        _until(lambda: query.rows("SELECT 1 FROM pg_locks WHERE NOT granted") or swept.done())
    swept.result(timeout=30)
    assert ends(world.busy)[0] == "done"


def _until(true, patience=20):
    end = time.monotonic() + patience
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
