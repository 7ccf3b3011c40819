"""Figures of past months stay with the unit and the day they belong to: a unit moves, a child moves, and March is March."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.desk import home
from hutong.ground import clock
from hutong.transfers.moves.actions import accept, ask
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests.cast import NONGAN, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db
FAR = 220122_103_200
BEGIN, MOVED_ON, TODAY = date(2026, 6, 3), date(2026, 10, 20), date(2026, 11, 24)


def history_of_a_child():
    """Registered in June, visited in July; the next visit falls due and stays undone: overdue at the ends of months."""
    with clock.at(BEGIN):
        child = registered(risk="high", on=BEGIN)
    with clock.at(date(2026, 7, 10)):
        visited(child, date(2026, 7, 10))
    return child


def visited(child, day) -> None:
    with context.within(grants.system()) as grant:
        record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(day, "home", no_change=True))


@pytest.fixture(autouse=True)
def _beginning():
    """Everybody holds their posts from the first day on."""
    with clock.at(BEGIN):
        yield


def told(client_for, person) -> tuple[dict, list]:
    """A unit's figures: by month, visits done in it and overdue at its end; months at whose end there were children."""
    with context.within(grant_of(person)) as grant:
        visits = home.trend(grant, TODAY)["A3-4"]
    done = {one["month"]: (one["done"], one["overdue"]) for one in visits if one["done"] or one["overdue"]}
    trends = client_for(person).get("/trends").json()
    held = {one["key"]: one["values"] for one in trends["categories"]}
    counts = held.get("left_behind", [0] * 6)
    return done, [name for name, count in zip(trends["months"], counts, strict=True) if count]


def test_a_unit_that_moved_leaves_its_past_behind(cast, client_for):
    child = history_of_a_child()
    with clock.at(TODAY):
        before, standing = told(client_for, cast.yanbian)
        assert before["2026-07"][0] == 1
        assert before["2026-09"][1] == 1
        assert standing == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
        assert told(client_for, cast.nongan) == ({}, [])
    with clock.at(MOVED_ON), context.within(grants.system()) as grant:
        change(grant, Wish("move", WANBAO, MOVED_ON, parent=NONGAN), "文", "划转")
    with clock.at(date(2026, 11, 2)):
        visited(child, date(2026, 11, 2))
    with clock.at(TODAY):
        old, stood = told(client_for, cast.yanbian)
        assert {m: old[m] for m in old if m < "2026-10"} == {m: before[m] for m in before if m < "2026-10"}
        assert (stood, "2026-11" in old) == (["2026-06", "2026-07", "2026-08", "2026-09"], False)
        assert told(client_for, cast.antu) == (old, stood)
        new, came = told(client_for, cast.nongan)
        assert came == ["2026-10", "2026-11"]
        assert (min(new), new["2026-11"][0]) == ("2026-10", 1)
        whole, always = told(client_for, cast.jilin)
        assert len(always) == 6
        assert (whole["2026-07"][0], whole["2026-11"][0]) == (1, 1)
        assert told(client_for, cast.wanbao)[0] == whole


def test_a_child_that_moved_leaves_its_past_behind(cast, client_for):
    child = history_of_a_child()
    with clock.at(TODAY):
        before, _ = told(client_for, cast.antu)
    with clock.at(MOVED_ON):
        with context.within(grant_of(cast.wanbao)) as grant:
            move = ask(grant, Child.objects.within(grant).get(pk=child), FAR, "随父母搬走")
        with context.within(grant_of(cast.kaoshan)) as grant:
            accept(grant, move.pk)
    with clock.at(date(2026, 11, 2)):
        visited(child, date(2026, 11, 2))
    with clock.at(TODAY):
        old, stood = told(client_for, cast.antu)
        assert {m: old[m] for m in old if m < "2026-10"} == {m: before[m] for m in before if m < "2026-10"}
        assert (max(old), stood) == ("2026-09", ["2026-06", "2026-07", "2026-08", "2026-09"])
        assert told(client_for, cast.director) == (old, stood)
        new, came = told(client_for, cast.kaoshan)
        assert came == ["2026-10", "2026-11"]
        assert (min(new), new["2026-11"][0]) == ("2026-10", 1)


def test_there_and_back_is_one_past_each(cast, client_for):
    child = history_of_a_child()
    for day, who, receiver, to in (
        (date(2026, 8, 20), cast.wanbao, cast.kaoshan, FAR),
        (MOVED_ON, cast.kaoshan, cast.wanbao, XINLI),
    ):
        with clock.at(day):
            with context.within(grant_of(who)) as grant:
                move = ask(grant, Child.objects.within(grant).get(pk=child), to, "随父母搬走")
            with context.within(grant_of(receiver)) as grant:
                accept(grant, move.pk)
    with clock.at(TODAY):
        assert told(client_for, cast.antu)[1] == ["2026-06", "2026-07", "2026-10", "2026-11"]
        assert told(client_for, cast.nongan)[1] == ["2026-08", "2026-09"]
        assert len(told(client_for, cast.jilin)[1]) == 6
