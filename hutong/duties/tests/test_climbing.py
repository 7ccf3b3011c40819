"""Clocks of minutes: due at a moment, in no kept sum, and at the next level within two minutes; after a restart, too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.alarms.models import Alarm, Kind
from hutong.duties import climbing
from hutong.duties.models import Duty, Step, Task
from hutong.duties.tests import invented
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.places.codes import Level
from tests.cast import WANBAO, grant_of

NOW = datetime(2026, 11, 24, 15, 50, tzinfo=UTC)  # ten minutes before midnight in Shanghai
SQL = """
SELECT r.id AS subject, NULL::uuid AS child, r.place, r.id AS basis, r.assigned_on AS owed_since, ARRAY[]::text[] AS categories,
       '*' AS situation, NULL::date AS no_later_than, r.text::timestamptz AS owed_at
FROM duties_task r WHERE r.title = '急件' AND r.done_on IS NULL AND {only}
"""
URGENT = replace(
    invented.CLOSED, key="test_urgent", clause="A2-4", owner=Role.SUPERVISOR, sql=SQL, gives=frozenset({"owed_at"}), closed=False,
    title="急件", why="急件",
)  # fmt: skip
pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(scope="module", autouse=True)
def rule(django_db_setup, django_db_blocker):
    steps = '[{"level": 3, "amount": 10, "unit": "minute"}, {"level": 2, "amount": 1, "unit": "hour"}]'
    with django_db_blocker.unblock():
        with invented.live([URGENT]), connections["owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE duties_policy SET amount = 30, unit = 'minute', climbing = %s WHERE rule = 'test_urgent'",
                [steps],
            )
            yield
        connections["owner"].close()


@pytest.fixture
def urgent(cast):
    with clock.at(NOW), context.within(grants.system()), operation("test"):
        task = Task(place=WANBAO, owner=Role.SUPERVISOR, title="急件", text=NOW.isoformat(), due=clock.today(), assigned_name="系统",
                    assigned_on=clock.today(), withdrawn_on=clock.today())  # fmt: skip
        task.save(force_insert=True)
    return task.pk


def owed(person):
    with context.within(grant_of(person)) as grant:
        return Duty.objects.within(grant).get(rule="test_urgent")


def needs_me(browser):
    return [item["why"] for item in browser.get("/home").json()["needs_me"] if item["rule"] == "test_urgent"]


def test_it_is_due_at_its_moment_though_that_is_tomorrow(cast, urgent):
    with clock.at(NOW):
        duty = owed(cast.wanbao)
    assert duty.due_at == NOW + timedelta(minutes=30)
    assert duty.due == clock.on(duty.due_at) > clock.on(NOW)


@pytest.mark.parametrize(("minutes", "late"), [(29, 0), (30, 1), (31, 1)])
def test_it_is_overdue_from_that_moment_in_figures_and_lists(cast, client_for, urgent, minutes, late):
    with clock.at(NOW + timedelta(minutes=minutes)):
        for person in (cast.wanbao, cast.antu):
            browser = client_for(person)
            listed = browser.get("/duties?state=overdue").json()["items"]
            assert len([item for item in listed if item["rule"] == "test_urgent"]) == late
        [line] = [line for line in client_for(cast.wanbao).get("/home").json()["lines"] if line["clause"] == "A2-4"]
        assert line["overdue"] == late


def test_no_kept_sum_counts_it(cast, urgent):
    with context.within(grants.system()):
        assert query.rows("SELECT count(*) FROM desk_tally WHERE rule = 'test_urgent'") == [(0,)]


def test_within_two_minutes_the_next_level_is_told_once_and_sees_it(cast, client_for, urgent, monkeypatch):
    told: list[climbing.Reached] = []
    monkeypatch.setattr(climbing, "_told", [told.extend])
    with clock.at(NOW + timedelta(minutes=39)):
        assert climbing.climb() == []
        assert needs_me(client_for(cast.antu)) == []
    with clock.at(NOW + timedelta(minutes=41)):
        [reached] = climbing.climb()
        assert (reached.step, reached.level) == (1, Level.COUNTY)
        assert needs_me(client_for(cast.antu)) == ["急件"]
        assert climbing.climb() == []
    assert told == [reached]


def test_whatever_was_missed_while_the_worker_was_down_is_made_up_for(cast, urgent):
    with clock.at(NOW + timedelta(days=2)):
        assert [one.level for one in climbing.climb()] == [Level.COUNTY, Level.PREFECTURE]


def alarmed(person):
    with context.within(grant_of(person)) as grant:
        return plain(Alarm).filter(person=grant.person, kind=Kind.OVERDUE).count()


def test_within_two_minutes_the_next_level_has_an_alarm_and_no_other(cast, urgent):
    with clock.at(NOW + timedelta(minutes=39)):
        climbing.climb()
        assert alarmed(cast.antu) == 0
    with clock.at(NOW + timedelta(minutes=41)):
        climbing.climb()
        climbing.climb()
        assert alarmed(cast.antu) == 1
        assert [alarmed(one) for one in (cast.wanbao, cast.director, cast.nongan, cast.yanbian)] == [0, 0, 0, 0]


def test_after_a_restart_each_level_that_was_missed_has_its_alarm(cast, urgent):
    with clock.at(NOW + timedelta(days=2)):
        climbing.climb()
        assert (alarmed(cast.antu), alarmed(cast.yanbian)) == (1, 1)


def test_what_is_done_climbs_no_further(cast, urgent):
    with clock.at(NOW + timedelta(minutes=5)), context.within(grants.system()), operation("test"):
        plain(Task).filter(pk=urgent).update(done_on=clock.today())
    with clock.at(NOW + timedelta(days=1)):
        assert climbing.climb() == []
        with context.within(grants.system()):
            assert not Step.objects.exists()
