"""The night: every duty of the province is brought up to date piece by piece, and what is right already stays untouched."""

from datetime import date

import pytest
from django.db import OperationalError

from hutong.accounts import context, grants
from hutong.children.tests.factories import registered
from hutong.duties import engine, sweep
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.places.codes import Level
from hutong.places.models import Place
from tests.cast import CHIBEI, JIANGBEI, XINLI

TODAY, GROWN = date(2026, 11, 24), date(2036, 3, 4)
NONGAN_VILLAGE = 220122_103_200
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def children(cast):
    """Two in one prefecture, one in another, one in the block of codes that no prefecture holds."""
    beyond = Place.objects.filter(level=Level.VILLAGE, code__gt=CHIBEI).values_list("code", flat=True)[0]
    return [registered(place=place) for place in (XINLI, JIANGBEI, NONGAN_VILLAGE, beyond)]


def rows():
    """Every duty with where it lies in the table: another place means that it was written."""
    with context.within(grants.system()):
        return set(query.rows("SELECT id, ctid, due, ending FROM duties_duty"))


def endings(child):
    with context.within(grants.system()) as grant:
        return {d.rule: d.ending for d in Duty.objects.within(grant).filter(child=child, rule__in=("visit", "file"))}


def test_the_pieces_together_are_the_whole(children):
    with context.within(grants.system()) as grant:
        Duty.objects.within(grant).delete()
    written = sweep.run()
    assert (written["visit"], written["file"]) == (4, 4)
    with context.within(grants.system()):
        assert set(engine.sweep().values()) == {0}


def test_a_night_on_which_nothing_changed_writes_no_row(children):
    sweep.run()
    before = rows()
    assert set(sweep.run().values()) == {0}
    assert rows() == before


def test_who_came_of_age_owes_nothing_more_wherever_the_child_lives(children):
    sweep.run()
    with clock.at(GROWN):
        sweep.run()
    assert [endings(child) for child in children] == [{"visit": "lapsed", "file": "lapsed"}] * 4


def test_a_night_that_was_killed_is_finished_by_the_next(children, monkeypatch):
    real, seen = engine.sweep_some, []

    def killed(group, piece):
        seen.extend(rule.key for rule in group)
        if seen.count("visit") == 3:
            raise KeyboardInterrupt
        return real(group, piece)

    with clock.at(GROWN):
        monkeypatch.setattr(engine, "sweep_some", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep.run()
        monkeypatch.setattr(engine, "sweep_some", real)
        sweep.run()
    assert [endings(child) for child in children] == [{"visit": "lapsed", "file": "lapsed"}] * 4


def test_of_two_that_wait_for_each_other_the_sweep_tries_again(children, monkeypatch):
    real, failures = engine.sweep_some, [OperationalError("deadlock detected")] * 2

    def sometimes(group, piece):
        if failures:
            raise failures.pop()
        return real(group, piece)

    monkeypatch.setattr(engine, "sweep_some", sometimes)
    with clock.at(GROWN):
        sweep.run()
    assert endings(children[0]) == {"visit": "lapsed", "file": "lapsed"}


def test_tables_that_were_filled_just_now_get_statistics_before_they_are_planned():
    with context.within(grants.system()):
        [[made]] = query.rows("SELECT hutong_statistics()")
        assert made >= 0
