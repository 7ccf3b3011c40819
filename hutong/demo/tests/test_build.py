"""The demo world in a database: a hamlet's worth of children, the whole staff, a year of work."""

import pytest

from hutong.accounts import scope
from hutong.accounts.models import Person
from hutong.accounts.permissions import Role
from hutong.care.models import Visit
from hutong.children.models import Child
from hutong.config import clock
from hutong.demo import build, population
from hutong.demo.cast import CAST, PASSWORD
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN
from hutong.duties.models import Duty

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "COUNTS", {ANTU: 40, NONGAN: 30, CHANGBAISHAN: 20})


@pytest.fixture
def made(small: None) -> list[build.Account]:
    return build.make(lambda line: None)


def test_a_start_prints_an_account_for_every_kind_of_post_and_the_next_prints_the_same(
    made: list[build.Account],
) -> None:
    assert {account.role_name for account in made} == {role.label for role in Role}
    assert "吉林省延边朝鲜族自治州安图县万宝镇" in {account.place for account in made}
    for part in CAST:
        grant = scope.grant_of(Person.objects.get(staff_number=part.staff_number))
        assert grant is not None
        assert (grant.role, grant.places) == (part.role, tuple(sorted(part.places)))
    assert Person.objects.get(staff_number=made[-1].staff_number).check_password(PASSWORD)
    people = Person.objects.count()
    assert build.make(lambda line: None) == made
    assert Person.objects.count() == people


def test_a_year_of_work_leaves_visits_files_and_duties_done_due_and_overdue(made: list[build.Account]) -> None:
    with scope.within(scope.system()) as grant:
        assert Child.objects.within(grant).count() == 90
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


def test_real_people_get_no_invented_children(small: None, cast) -> None:
    said: list[str] = []
    assert build.make(said.append) == []
    assert "已有工作人员" in said[0]
    with scope.within(scope.system()) as grant:
        assert not Child.objects.within(grant).exists()
