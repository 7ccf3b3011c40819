"""What an office finds in a simulated register: the same as in one that was used for a year."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.models import Person
from hutong.children.models import Child, SealedFact, Token
from hutong.demo.cast import PASSWORD
from hutong.demo.simulated.build import TABLES, NotEmpty, simulate
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.ground.sealing import unsealed
from hutong.journal.models import Entry
from hutong.places.codes import Level, at_level
from hutong.sync.tests.phone import Phone
from tests import environment
from tests.cast import Browser

TODAY = date(2026, 11, 24)
CHILDREN = 500
# Every number without a gap from one, and the stream's own counter at the last.
GAPS = """
SELECT count(*) FROM (SELECT stream_id, sealed, count(*) AS entries, min(seq) AS first, max(seq) AS last
                      FROM journal_entry GROUP BY 1, 2) e
LEFT JOIN journal_stream s ON s.place_id = e.stream_id AND s.sealed = e.sealed
WHERE e.first <> 1 OR e.last <> e.entries OR s.seq IS DISTINCT FROM e.last
"""

# By county and rule, how many rounds stand open; and the children (rule '').
COUNTED = """
SELECT place / 1000000, rule, count(*) FROM duties_duty WHERE ending = '' GROUP BY 1, 2
UNION ALL SELECT place / 1000000, '', count(*) FROM children_child WHERE exited_on IS NULL GROUP BY 1 ORDER BY 1, 2
"""
TALLIED = "SELECT place / 1000000, rule, sum(n) FROM desk_tally WHERE ending = '' GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A small simulated register in a database of its own; people: staff numbers by role."""
    with clock.at(TODAY), environment.populated("simulated", django_db_blocker):
        said: list[str] = []
        done = simulate(CHILDREN, 22, said.append)
        yield SimpleNamespace(done=done, said=said, people={role: number for role, _, number, _ in done.accounts})


def person(made: SimpleNamespace, role: str) -> Person:
    found = people.called(made.people[role])
    assert found
    return found


def grant(made: SimpleNamespace, role: str) -> Grant:
    found = held.grant_of(person(made, role))
    assert found
    return found


def browser(made: SimpleNamespace, role: str) -> Browser:
    client = Client()
    client.force_login(person(made, role))
    return Browser(client)


def gaps() -> int:
    """Streams of the journal that lack a number; the application may not read their counters."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(GAPS)
        [[found]] = cursor.fetchall()
        return found


def test_as_many_children_as_asked_for_live_in_real_villages(made: SimpleNamespace) -> None:
    with context.within(grants.system()) as everybody:
        children = list(Child.objects.within(everybody))
        assert len(children) == CHILDREN
        assert len({child.number for child in children}) == CHILDREN
        [[unknown]] = query.rows(
            "SELECT count(*) FROM children_child c LEFT JOIN places_place p ON p.code = c.place AND p.level = 5"
            " WHERE p.id IS NULL"
        )
        assert unknown == 0
        sealed = SealedFact.objects.within(everybody).count()
        assert 0 <= sealed < CHILDREN / 50
    assert any("还需" in line or "都已写入" in line for line in made.said)


def test_a_sweep_finds_nothing_to_change(made: SimpleNamespace) -> None:
    with context.within(grants.system()):
        assert {rule: count for rule, count in engine.sweep().items() if count} == {}


def test_duties_are_done_due_and_overdue(made: SimpleNamespace) -> None:
    with context.within(grants.system()) as everybody:
        duties = Duty.objects.within(everybody).filter(rule__in=("visit", "file"))
        owed = duties.filter(ending="")
        late = owed.filter(due__lt=TODAY).count()
        assert duties.filter(ending="done").count() > 2 * CHILDREN
        assert 0 < late < owed.count() / 4
        assert not duties.filter(ending="done", discharged_by=None).exists()


def test_the_homes_of_county_and_province_count_every_child_and_duty(made: SimpleNamespace) -> None:
    with context.within(grants.system()):
        counted = query.rows(COUNTED)
        assert query.rows(TALLIED) == counted
    assert counted


def test_a_supervisor_signs_in_and_sees_the_children_of_the_township_alone(made: SimpleNamespace) -> None:
    client = Client()
    told = {"username": made.people["儿童督导员"], "password": PASSWORD}
    answer = client.post("/_allauth/browser/v1/auth/login", told, content_type="application/json")
    assert answer.status_code == 200, answer.content
    page = client.get("/api/v1/children").json()
    own = grant(made, "儿童督导员")
    with context.within(grants.system()) as everybody:
        inside = Child.objects.within(everybody).filter(
            place__gte=own.bounds[0][0], place__lt=own.bounds[0][1], exited_on=None
        )
        assert 0 < page["total"]["count"] == inside.count() < CHILDREN
    assert {at_level(child["place"]["code"], Level.TOWNSHIP) for child in page["items"]} == {own.places[0]}


def test_search_finds_a_child_by_name_initials_and_number(made: SimpleNamespace) -> None:
    desk = browser(made, "民政部门")
    with context.within(grants.system()) as everybody:
        child = Child.objects.within(everybody).filter(id_kind="resident", exited_on=None).order_by("number").first()
        assert child
        number = unsealed(child, "id_number")
        assert number
        assert Token.objects.within(everybody).filter(child=child).count() >= 3
    initials = "".join(part[0] for part in child.name_key.split())
    for words in (child.name, initials, number):
        found = desk.post("/search/children", {"q": words}).json()["items"]
        assert str(child.pk) in {one["id"] for one in found}, words
    assert number.startswith("2299")


def test_a_child_has_a_history_of_the_year(made: SimpleNamespace) -> None:
    desk = browser(made, "民政部门")
    with context.within(grants.system()) as everybody:
        child = Child.objects.within(everybody).filter(rev__gt=2, exited_on=None).order_by("number").first()
        assert child
    page = desk.get(f"/children/{child.pk}").json()
    assert page["name"] == child.name
    told = desk.get(f"/children/{child.pk}/timeline").json()["items"]
    assert told[-1]["title"] == "建立档案"
    assert {"visit"} <= {event["kind"] for event in told}
    assert "系统" not in {event["by"] for event in told}


def test_the_journal_has_no_gap_and_nothing_sealed_in_a_village(made: SimpleNamespace) -> None:
    with context.within(grants.system()) as everybody:
        assert gaps() == 0
        sealed = Entry.objects.within(everybody).filter(sealed=True)
        assert not sealed.exclude(place__endswith="000000").exists()


def test_a_director_enrols_a_phone_and_pulls_the_village(made: SimpleNamespace) -> None:
    director, phone = browser(made, "儿童主任"), Phone()
    assert phone.enrol(director).status_code == 200
    answer = phone.pull()
    assert answer["state"] == phone.state()
    own = grant(made, "儿童主任")
    with context.within(own):
        inside = Child.objects.within(own).filter(exited_on=None)
        assert inside.count() > 0
        assert {str(child.pk) for child in inside} <= {key for kind, key in phone.records if kind == "child"}
    assert phone.duties["items"]


def test_writing_goes_on_as_in_any_register(made: SimpleNamespace) -> None:
    desk = browser(made, "儿童督导员")
    child = desk.get("/children").json()["items"][0]
    visit = {"on": str(TODAY), "mode": "home", "no_change": True, "risk": ""}
    answer = desk.post(f"/children/{child['id']}/visits", visit)
    assert answer.status_code in (200, 201), answer.content.decode()
    assert gaps() == 0


def test_the_tables_have_all_their_rules_again(made: SimpleNamespace) -> None:
    named = "{" + ",".join(TABLES) + "}"
    without = query.rows(
        "SELECT relname FROM pg_class WHERE oid = ANY (%s::text[]::regclass[]) AND NOT (relrowsecurity AND relforcerowsecurity)",
        [named],
    )
    assert [name for [name] in without if name != "journal_entry"] == []
    assert query.rows("SELECT count(*) FROM children_child") == [(0,)]


def test_a_register_with_children_is_refused(made: SimpleNamespace) -> None:
    with pytest.raises(NotEmpty, match="已有儿童档案"):
        simulate(10, 22, lambda line: None)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_system_with_people_is_refused(cast: Any) -> None:
    with pytest.raises(NotEmpty, match="已有工作人员"):
        simulate(10, 22, lambda line: None)


def test_the_same_children_come_again(made: SimpleNamespace) -> None:
    """Who lives where, and what became of it, follows from the number of children and the day; ids and ciphers do not."""
    from hutong.demo.months import year_before
    from hutong.demo.simulated import deadlines, offices, plan
    from hutong.demo.simulated.making import Order, county_pieces
    from hutong.demo.simulated.year import World

    counties = plan.counties(CHILDREN, 22)
    officers = offices.officers(counties, TODAY)
    with context.within(grants.system()):
        numbers = dict(Person.objects.values_list("staff_number", "id"))
    for officer in officers:
        officer.id = numbers[officer.staff_number]
    world = World(year_before(TODAY), deadlines.load(22), offices.seats(officers))
    order = Order("护童", TODAY, 22, 1, world, {})
    names = [
        line.split("\t")[table[1].index("name")]
        for county in counties
        for piece in county_pieces(order, county)
        for table in piece.tables
        if table[0] == "children_child"
        for line in table[2].decode().splitlines()
    ]
    with context.within(grants.system()) as everybody:
        assert names == list(Child.objects.within(everybody).order_by("number").values_list("name", flat=True))
