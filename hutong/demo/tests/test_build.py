"""The demo world in a database: a hamlet's worth of children, the whole staff, a year of work."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from hutong.accounts import context, grants, held, people
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.care.models import Visit
from hutong.children.models import AddressProtection, Child
from hutong.demo import build, population
from hutong.demo.acting import acting
from hutong.demo.cases.moves import MINGYUE
from hutong.demo.cast import CAST, PASSWORD
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN
from hutong.desk.looks import audit
from hutong.doubles import show
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.feedback.models import Feedback
from hutong.ground import clock
from hutong.places.models import Change
from hutong.transfers.models import Move
from tests import environment
from tests.cast import number_of_people

# What hutong/demo/cases/doubles.py writes a second time: three children, and one without a number twice; one more is merged.
SECOND_FILES = 6


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[build.Account]]:
    """The accounts of a small demo world in a database of its own, so that it is built once and undisturbed."""
    with environment.populated("demo", django_db_blocker), pytest.MonkeyPatch.context() as patched:
        patched.setattr(population, "COUNTS", {ANTU: 200, NONGAN: 100, CHANGBAISHAN: 20})
        yield build.make(lambda line: None)


def test_a_start_prints_an_account_for_every_kind_of_post_and_the_next_prints_the_same(
    made: list[build.Account],
) -> None:
    assert {account.role_name for account in made} == {role.label for role in Role}
    assert "吉林省延边朝鲜族自治州安图县万宝镇" in {account.place for account in made}
    for part in CAST:
        person = people.called(part.staff_number)
        assert person
        grant = held.grant_of(person)
        assert grant is not None
        assert (grant.role, grant.places) == (part.role, tuple(sorted(part.places)))
    last = people.called(made[-1].staff_number)
    assert last
    assert last.check_password(PASSWORD)
    before = number_of_people()
    assert build.make(lambda line: None) == made
    assert number_of_people() == before


def test_a_year_of_work_leaves_visits_files_and_duties_done_due_and_overdue(made: list[build.Account]) -> None:
    with context.within(grants.system()) as grant:
        assert Child.objects.within(grant).count() == 320 + SECOND_FILES
        assert not Child.objects.within(grant).filter(place__gte=222426_105000, place__lt=222426_107000).exists()
        visits = list(Visit.objects.within(grant).select_related("child"))
        assert len(visits) > 150
        assert all(visit.child.registered_on <= visit.on < clock.today() for visit in visits)
        duties = Duty.objects.within(grant)
        assert {duty.rule for duty in duties} >= {"file", "visit"}
        assert duties.filter(ending="done").count() > 200
        # Villages of the province outside the demo have no director, and each of them owes one.
        open_now = duties.filter(ending="", child__isnull=False)
        assert 0 < open_now.filter(due__lt=clock.today()).count() < open_now.count() / 4


def test_an_office_finds_the_cases_of_a_usual_day_on_its_desk(made: list[build.Account]) -> None:
    with acting("2224260003", clock.now()) as mingyue:
        moves = Move.objects.within(mingyue)
        assert moves.filter(status="asked", to_place__gte=MINGYUE, to_place__lt=MINGYUE + 1000).count() == 1
        assert set(moves.filter(status="asked", place__gte=MINGYUE).values_list("kind", flat=True)) >= {"claim"}
        assert {"refused", "accepted"} <= set(moves.values_list("status", flat=True))
        doubles = show.visible(mingyue)
        assert doubles.filter(status="open").count() >= 3
        assert {"merged", "not_double"} <= set(doubles.values_list("status", flat=True))
        assert AddressProtection.objects.within(mingyue).filter(against="father").exists()
    with acting("2200000002", clock.now()) as auditor:
        wanted = audit.Wanted(clock.today() - timedelta(30), clock.today(), unusual=True)
        reasons = {
            reason["key"] for look in audit.page(auditor, wanted, None, 200)["items"] for reason in look["reasons"]
        }
        assert reasons == {"surname", "outside", "many", "night"}
    assert Change.objects.count() == 2
    with acting("2200000003", clock.now()):
        assert {row.answer != "" for row in plain(Feedback).all()} == {True, False}


def test_what_was_written_under_a_clock_set_back_leaves_no_duty_behind(made: list[build.Account]) -> None:
    with context.within(grants.system()):
        written = {key: count for key, count in engine.sweep().items() if count}
        assert written == {}


def test_the_sign_in_page_of_a_demo_offers_whom_to_try(made: list[build.Account], client, settings) -> None:
    settings.DEMO = True
    offered = client.get("/demo-accounts").json()["items"]
    assert {"儿童主任", "儿童督导员", "安图县民政局", "安图县公安局"} <= {one["role_name"] for one in offered}
    settings.DEMO = False
    assert client.get("/demo-accounts").json() == {"items": []}
