"""公主岭 and others change places: nothing is lost, old codes are found, figures of the past stay."""

import uuid
from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.held import grant_of
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.care.actions import NewVisit, record_visit
from hutong.care.models import Visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.places import history, lookup
from hutong.places.codes import covers, interval
from hutong.places.models import Place
from hutong.places.villages import VillageNames
from hutong.workforce.actions import Appointment, appoint
from hutong.workforce.changes.plan import Wish
from hutong.workforce.changes.preview import preview
from tests import cast as people
from tests.boundaries import (
    BEFORE,
    CHANGCHUN,
    DAY,
    GONGZHULING,
    SIPING,
    TODAY,
    county_officer,
    granted,
    made,
    sees,
    under_siping,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    """Its days are those of one year's changes, so the whole of each test lives in that year."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def village() -> int:
    """The first village of 公主岭 while it is under 四平."""
    under_siping()
    return Place.objects.filter(code__gt=BEFORE, code__lt=interval(BEFORE)[1], level=5).order_by("code")[0].code


def test_gongzhuling_goes_to_changchun_with_everybody_in_it(village) -> None:
    siping, changchun = county_officer(SIPING, "石平"), county_officer(CHANGCHUN, "常春")
    director = county_officer(village, "公主", Role.CHILD_DIRECTOR)
    child = registered(place=village, on=date(2026, 11, 1))
    assert (sees(siping, child), sees(changchun, child)) == (True, False)
    stable = Place.objects.get(code=village).pk

    done = made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))

    assert done.counts["children"] == 1
    assert (sees(siping, child), sees(changchun, child)) == (False, True)
    now = village - BEFORE + GONGZHULING
    assert Place.objects.get(pk=stable).code == now
    assert granted(director).places == (now,)
    assert sees(director, child)
    with context.within(granted(changchun)) as grant:
        assert plain(Entry).filter(child=child).exists()
        assert {entry.stream_id for entry in Entry.objects.within(grant).filter(child=child)} == {stable}


def test_every_place_has_one_entry_and_no_child_has_any(village) -> None:
    child = registered(place=village)
    before = _entries()
    made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))
    units = Place.objects.filter(code__gte=GONGZHULING, code__lt=interval(GONGZHULING)[1]).count()
    assert _entries() - before == units
    with context.within(grants.system()):
        told = plain(Entry).filter(action="places.change").order_by("-at")
        assert not told.filter(child=child).exists()
        one = told.filter(place=village - BEFORE + GONGZHULING)[0]
        assert one.changes["changed"]["places_place"]


def _entries() -> int:
    with context.within(grants.system()):
        return plain(Entry).count()


def test_old_codes_resolve_and_saved_links_too(village, cast, client_for) -> None:
    made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))
    assert lookup.resolve("220381").code == GONGZHULING
    assert lookup.resolve(village).code == village - BEFORE + GONGZHULING
    names = VillageNames(GONGZHULING)
    assert names.match(str(village)).place_code == village - BEFORE + GONGZHULING
    answer = client_for(cast.jilin).get("/home", place=BEFORE)
    assert answer.json()["place"]["code"] == GONGZHULING


def test_figures_of_the_past_stay(village) -> None:
    with clock.at(date(2026, 3, 2)):
        child = registered(place=village)
    with clock.at(date(2026, 3, 10)):
        _visit(child, date(2026, 3, 10))
    with clock.at(DAY):
        made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))
    with clock.at(date(2026, 11, 25)):
        _visit(child, date(2026, 11, 25))
        _visit(child, date(2026, 3, 20))  # told late, and belongs to March
    march, november = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 11, 1), date(2026, 11, 30))
    assert visits(SIPING, *march) == 2
    assert visits(SIPING, *november) == 0
    assert visits(CHANGCHUN, *march) == 0
    assert visits(CHANGCHUN, *november) == 1
    assert visits(GONGZHULING, *march) == 2
    assert visits(GONGZHULING, *november) == 1
    assert history.code_on(GONGZHULING, date(2026, 3, 1)) == BEFORE


def _visit(child, on: date) -> None:
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        record_visit(grant, row, NewVisit(on, "home", no_change=True))


def visits(unit: int, first: date, last: date) -> int:
    found = 0
    with context.within(grants.system()):
        for span in history.spans(unit, first, last):
            rows = plain(Visit).filter(happened_place__gte=span.low, happened_place__lt=span.high, on__gte=first)
            rows = rows.filter(on__lte=min(last, span.until or last))
            found += rows.filter(on__gte=max(first, span.since or first)).count()
    return found


def test_a_village_goes_into_another_with_child_director_and_name(cast) -> None:
    child = registered(place=people.JIANGBEI)
    with context.within(grants.system()) as grant:
        seen = preview(grant, Wish("merge", people.JIANGBEI, DAY, into=people.XINLI))
    assert len(seen["doubles"]) == 2
    assert seen["counts"]["children"] == 1
    name = Place.objects.get(code=people.JIANGBEI).name
    ended = next(uuid.UUID(post.id) for post in seen["posts"] if post.place.code == people.JIANGBEI)
    made(Wish("merge", people.JIANGBEI, DAY, into=people.XINLI), [ended])
    assert not Place.objects.filter(code=people.JIANGBEI).exists()
    assert sees(cast.director, child)
    with clock.at(date(2026, 12, 31)):
        assert grant_of(cast.neighbour) is None
    assert lookup.resolve(people.JIANGBEI).code == people.XINLI
    assert VillageNames(people.WANBAO).match(name).place_code == people.XINLI


def test_a_director_of_both_villages_keeps_one_post(cast) -> None:
    with context.within(grants.system()) as grant:
        appoint(
            grant,
            [Appointment(people.JIANGBEI, Role.CHILD_DIRECTOR, "王秀兰", staff_number=cast.director.staff_number)],
        )
    made(Wish("merge", people.JIANGBEI, DAY, into=people.XINLI))
    with clock.at(date(2026, 12, 31)):
        assert granted(cast.director).places == (people.XINLI,)
    with context.within(grants.system()):
        assert plain(Post).filter(person=cast.director).count() == 2


def test_a_renamed_village_is_found_under_both_names(cast) -> None:
    old = Place.objects.get(code=people.XINLI).name
    made(Wish("rename", people.XINLI, DAY, name="新立新村委会"))
    names = VillageNames(people.WANBAO)
    assert names.match(old).place_code == names.match("新立新村").place_code == people.XINLI
    assert history.name_on(people.XINLI, date(2026, 1, 1)) == old


def test_the_tree_stays_a_tree(village) -> None:
    made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))
    moved = Place.objects.filter(code__gte=GONGZHULING, code__lt=interval(GONGZHULING)[1])
    assert all(covers(GONGZHULING, place.code) for place in moved)
    assert not Place.objects.filter(code__gte=BEFORE, code__lt=interval(BEFORE)[1]).exists()
