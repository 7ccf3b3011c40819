"""Figures of counties and above are sums that triggers keep: whatever is done in whatever order, they are what counting gives,
and each opens the list that it counts."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import registered
from hutong.config import nightly
from hutong.desk import duties, figures, home
from hutong.desk.filters import DutyFilters
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.places.codes import Level, interval
from hutong.transfers.moves.actions import ask
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests.cast import ANTU, JIANGBEI, JILIN, NONGAN, WANBAO, XINLI, grant_of

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 8, 25)
FAR = 220122_103_200
VILLAGES = (XINLI, JIANGBEI, FAR)
UNITS = (ANTU, NONGAN, JILIN)
VERBS = ["register", "visit", "visit", "late", "leave", "return", "confirm", "move", "night", "recode"]
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(0, 45)), min_size=3, max_size=10)


def grant_over(unit: int) -> grants.Grant:
    narrowed = grants.system().narrowed(unit)
    assert narrowed
    return narrowed


class Register:
    """Children on whom something is done, on days that pass."""

    def __init__(self) -> None:
        self.children = [registered(f"甲{n}", place=village, risk="high") for n, village in enumerate(VILLAGES)]

    def do(self, verb: str, which: int) -> None:
        with context.within(grants.system()) as grant:
            rows = list(Child.objects.within(grant).order_by("number"))
            child, today = rows[which % len(rows)], clock.today()
            if verb == "register":
                registered(f"乙{which}", place=VILLAGES[which % 3], risk="medium")
            elif verb == "night":
                nightly.run()
            elif verb == "recode" and not query.rows("SELECT 1 FROM places_former LIMIT 1"):
                change(grant, Wish("move", WANBAO, today, parent=NONGAN), "文", "划转")
            elif child.active:
                self._act(grant, verb, child, today)
            elif verb == "return":
                files.return_child(grant, child, "回来了")

    def _act(self, grant: grants.Grant, verb: str, child: Child, today: date) -> None:
        if verb == "visit":
            record_visit(grant, child, NewVisit(today, "home", no_change=True))
        elif verb == "late":
            record_visit(
                grant, child, NewVisit(max(child.registered_on, today - timedelta(20)), "home", no_change=True)
            )
        elif verb == "leave":
            files.leave(grant, child, ExitReason.MOVED, today)
        elif verb == "confirm":
            files.confirm(grant, child.pk)
        elif verb == "move" and child.place != FAR:
            # Whoever reaches both ends moves at once.
            ask(grant, child, FAR, "随父母")


def counted(unit: int) -> None:
    """Every figure of a unit beside the same thing counted one by one."""
    today, spans = clock.today(), home.months(clock.today())
    with context.within(grant_over(unit)) as grant:
        rows = home._by_clause(figures.rounds(grant, interval(unit), Level.COUNTY, today, spans))
        for clause in {*rows, "A3-4"}:
            due, overdue, done, old, *months = rows.get(clause, [0] * 16)
            wanted = [DutyFilters(state=state) for state in ("due", "overdue", "done", "old")]
            lists = [duties.filtered(grant, one).filter(clause=clause).count() for one in wanted]
            assert [due, overdue, done, old] == lists, (unit, clause)
            rounds = plain(Duty).filter(clause=clause)
            inside = rounds.filter(place__gte=interval(unit)[0], place__lt=interval(unit)[1])
            plainly = [
                inside.filter(condition).count()
                for first, following in spans
                for condition in (duties.done_between(first, following), duties.overdue_on(min(following, today)))
            ]
            assert months == plainly, (unit, clause)
        assert figures.registered(grant) == Child.objects.within(grant).filter(exited_on=None).count()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_sums_are_what_counting_gives_after_any_acts_in_any_order(cast, steps):
    day = BEGIN
    with transaction.atomic():
        with clock.at(day):
            register = Register()
        for verb, which, days in steps:
            day += timedelta(days)
            with clock.at(day):
                register.do(verb, which)
                for unit in UNITS:
                    counted(unit)
        transaction.set_rollback(True)


def test_the_month_of_a_child_that_moved_is_counted_as_one_by_one(cast):
    """Trends out of sums with what moved put right, beside the same counted where things stood."""
    with clock.at(BEGIN):
        register = Register()
    for verb, days in (("late", 70), ("move", 80), ("leave", 85)):
        with clock.at(BEGIN + timedelta(days)):
            register.do(verb, 0)
    with clock.at(BEGIN + timedelta(95)):
        for person in (cast.antu, cast.nongan, cast.jilin):
            with context.within(grant_of(person)) as grant:
                today = clock.today()
                told = home.trend(grant, today)["A3-4"]
                with home.Past(grant, home.months(today)[0][0]).reading() as past:
                    for point, (first, following) in zip(told, home.months(today), strict=True):
                        last = past.on(home.eve(following) if following <= today else today)
                        pieces = past.between(first, following)
                        slow = home._as_then(grant, last, pieces, min(following, today)).get("A3-4", (0, 0))
                        assert (point["done"], point["overdue"]) == slow


def test_the_application_cannot_write_a_sum(cast):
    assert query.rows("SELECT has_table_privilege('desk_tally', 'INSERT, UPDATE, DELETE, TRUNCATE')") == [(False,)]


def test_a_township_sees_no_sum_of_its_county(cast):
    registered()
    with context.within(grant_of(cast.wanbao)):
        assert query.rows("SELECT count(*) FROM desk_tally") == [(0,)]
    with context.within(grant_of(cast.nongan)):
        assert query.rows("SELECT count(*) FROM desk_tally") == [(0,)]
    with context.within(grant_of(cast.antu)):
        assert query.rows("SELECT count(*) > 0 FROM desk_tally") == [(True,)]


def test_whom_an_officer_must_avoid_is_in_no_figure(cast):
    with clock.at(BEGIN):
        child = registered("回避", risk="high")
        registered("别人")
    with clock.at(BEGIN + timedelta(60)):
        for place in (ANTU, WANBAO, XINLI):
            grant = grants.replace(grant_over(place), avoids=frozenset([child]))
            with context.within(grant):
                rows = home._by_clause(home._rounds(grant, clock.today()))
                assert rows["A3-4"][1] == 1
                assert figures.registered(grant) == 1
