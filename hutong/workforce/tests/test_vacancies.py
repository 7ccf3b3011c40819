"""S2-1: a village without a director and a township without a supervisor are owed an appointment by the level above."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.duties.tests.climbing import climbs
from hutong.ground import clock
from hutong.places.codes import Level
from hutong.workforce.actions import Appointment, appoint, end_post
from tests.cast import ANTU, KAOSHAN, NONGAN, WANBAO, XINLI, grant_of

SINCE, TODAY = date(2026, 10, 1), date(2026, 11, 24)
TAIPING = 222426_105_208
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def appointed():
    """The staff is there since October."""
    with clock.at(SINCE):
        yield


def sweep(day):
    with clock.at(day), context.within(grants.system()):
        engine.sweep({"vacant_director", "vacant_supervisor"})


def rounds(person, rule, place):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule=rule, place=place).order_by("owed_since")
        return [(duty.clause, duty.owner, duty.owed_since, duty.due, duty.ending) for duty in rows]


def leaves(role, place, on):
    with context.within(grants.system()) as grant:
        end_post(grant, Post.objects.within(grant).get(role=role, place=place, period__contains=on).pk, on, "调离")


def comes(role, place, name):
    with context.within(grants.system()) as grant:
        appoint(grant, [Appointment(place, role, name, password="护童-测试-2026")])


def test_a_village_that_never_had_a_director_is_the_supervisors_since_it_was_first_seen(cast):
    sweep(SINCE)
    sweep(SINCE + timedelta(9))
    due = SINCE + timedelta(30)
    assert rounds(cast.wanbao, "vacant_director", TAIPING) == [("S2-1", "supervisor", SINCE, due, "")]
    assert rounds(cast.wanbao, "vacant_director", XINLI) == []


def test_it_ends_with_the_appointment_at_once_and_begins_anew_when_the_director_goes(cast):
    sweep(SINCE)
    with clock.at(SINCE + timedelta(5)):
        comes(Role.CHILD_DIRECTOR, TAIPING, "张桂英")
        assert [ending for *_, ending in rounds(cast.wanbao, "vacant_director", TAIPING)] == ["done"]
    with clock.at(TODAY):
        leaves(Role.CHILD_DIRECTOR, TAIPING, TODAY)
    sweep(TODAY + timedelta(1))
    (*_, first), (*_, since, due, second) = rounds(cast.wanbao, "vacant_director", TAIPING)
    assert (first, second, (due - since).days) == ("done", "", 30)
    assert since in (TODAY, TODAY + timedelta(1))


def test_a_township_without_a_supervisor_is_the_countys(cast, client_for):
    sweep(SINCE)
    assert rounds(cast.antu, "vacant_supervisor", WANBAO) == []
    with clock.at(TODAY):
        leaves(Role.SUPERVISOR, WANBAO, TODAY)
    sweep(TODAY + timedelta(1))
    [(clause, owner, *_, ending)] = rounds(cast.antu, "vacant_supervisor", WANBAO)
    assert (clause, owner, ending) == ("S2-1", "civil_affairs", "")
    with clock.at(TODAY + timedelta(2)):
        comes(Role.SUPERVISOR, WANBAO, "周丽")
        assert [ending for *_, ending in rounds(cast.antu, "vacant_supervisor", WANBAO)] == ["done"]


def test_overdue_a_village_climbs_to_the_county_after_a_month_and_a_township_at_once(cast, client_for):
    sweep(SINCE)
    for days, village in ((31, False), (61, True)):
        with clock.at(SINCE + timedelta(days)):
            sweep(clock.today())
            browser = client_for(cast.antu)
            with context.within(grant_of(cast.antu)) as grant:
                duty = Duty.objects.within(grant).get(rule="vacant_director", place=TAIPING)
                assert (climbs(duty.pk)[Level.COUNTY] <= clock.today()) is village
            climbed = {"vacant_supervisor"} | ({"vacant_director"} if village else set())
            assert set() < {one["rule"] for one in browser.get("/home").json()["needs_me"]} <= climbed


def test_the_home_page_counts_villages_without_a_director_and_its_list_leads_to_the_posts(cast, client_for):
    sweep(SINCE)
    with clock.at(SINCE):
        browser = client_for(cast.wanbao)
        home = browser.get("/home").json()
        empty = browser.get("/vacancies").json()["total"]
        assert home["posts"]["without_director"] == empty > 0
        lines = {line["clause"]: line for line in home["lines"]}
        assert lines["A2-2"]["due"] == empty
        listed = browser.get("/duties", clause="A2-2").json()["items"]
        assert {one["where"] for one in listed} == {"/posts"}


def test_the_posts_page_names_townships_without_a_supervisor_in_the_own_jurisdiction_only(cast, client_for):
    with clock.at(SINCE):
        county = client_for(cast.antu).get("/vacancies", of="townships").json()
        codes = {place["code"] for place in county["items"]}
        assert county["total"] == len(codes) > 3
        assert WANBAO not in codes
        assert all(ANTU <= code < ANTU + 10**6 for code in codes)
        beside = {place["code"] for place in client_for(cast.nongan).get("/vacancies", of="townships").json()["items"]}
        assert beside
        assert KAOSHAN not in beside
        assert all(NONGAN <= code < NONGAN + 10**6 for code in beside)
        assert client_for(cast.wanbao).get("/vacancies", of="townships").json()["items"] == []


def test_a_vacancy_of_another_county_is_nobodys_here(cast):
    sweep(SINCE)
    with context.within(grant_of(cast.antu)) as grant:
        places = set(Duty.objects.within(grant).filter(clause="S2-1").values_list("place", flat=True))
    assert places
    assert all(ANTU <= place < ANTU + 10**6 for place in places)
