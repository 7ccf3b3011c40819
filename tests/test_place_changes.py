"""公主岭 and others change places: nothing is lost, old codes are found, figures of the past stay."""

import uuid
from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.held import grant_of
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import Role
from hutong.care.actions import NewVisit, record_visit
from hutong.care.models import Visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from hutong.places import history, lookup
from hutong.places.codes import covers, interval
from hutong.places.models import Change, ChangeAsked, Place
from hutong.places.villages import VillageNames
from hutong.workforce.actions import Appointment, appoint
from hutong.workforce.changes import recode, tasks
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from hutong.workforce.changes.preview import preview
from tests import cast as people

pytestmark = pytest.mark.django_db
SIPING, CHANGCHUN = 2203_00_000_000, 2201_00_000_000
GONGZHULING, BEFORE = 220184_000_000, 220381_000_000
DAY, TODAY = date(2026, 11, 20), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    """Its days are those of one year's changes, so the whole of each test lives in that year."""
    with clock.at(TODAY):
        yield


def made(wish: Wish, ends=()) -> Change:
    with context.within(grants.system()) as grant:
        return change(grant, wish, "吉政函〔2020〕1号", "区划调整", ends)


def under_siping() -> None:
    """The list of 2023 has 公主岭 in 长春 already: put it where it stood before June 2020."""
    with clock.at(date(2026, 1, 5)):
        made(Wish("move", GONGZHULING, date(2026, 1, 1), parent=SIPING, code=BEFORE))


def county_officer(place: int, name: str, role: Role = Role.CIVIL_AFFAIRS) -> Person:
    with context.within(grants.system()) as grant:
        [done] = appoint(grant, [Appointment(place, role, name, password=people.PASSWORD)])
    return done.post.person


def granted(person: Person) -> Grant:
    found = grant_of(person)
    assert found
    return found


def sees(person: Person, child) -> bool:
    with context.within(granted(person)) as grant:
        return Child.objects.within(grant).filter(pk=child).exists() and plain(Child).filter(pk=child).exists()


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


def test_only_the_action_may_change_places_and_only_places(cast) -> None:
    from django.db import transaction
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError), transaction.atomic(), operation("children.update"):
        query.rows("SELECT places_change('{}'::jsonb)")
    child = registered()
    with pytest.raises(ProgrammingError):
        _change_and_rename(child)


def _change_and_rename(child) -> None:
    with context.within(grants.system()), operation("places.change"):
        query.rows("SELECT places_change(%s::jsonb)", [NOTHING])
        plain(Child).filter(pk=child).update(name="别人")


NOTHING = """{"id": "00000000-0000-0000-0000-000000000001", "kind": "rename", "place": 222426105204, "code": 222426105204,
"words": {"name": "新立新村", "short_name": "新立新村", "pinyin": "", "initials": ""}, "in_force": "2026-01-01",
"document": "", "reason": "", "counts": {}}"""


def test_administrators_see_counts_and_nobody_else_may_ask(cast, client_for) -> None:
    wish = {"kind": "rename", "place": people.XINLI, "in_force": DAY, "name": "新立社区"}
    assert client_for(cast.antu).post("/place-changes/preview", wish).status_code == 403
    browser = client_for(cast.administrator)
    registered()
    seen = browser.post("/place-changes/preview", wish)
    assert (seen.status_code, seen.json()["counts"]["children"]) == (200, 1)
    assert "张小明" not in seen.content.decode()
    asked = browser.post("/place-changes", wish | {"document": "吉民函1号", "reason": "更名"})
    assert asked.status_code == 200, asked.content.decode()
    seen = browser.get("/place-changes").json()
    assert [(one["status"], one["total"]) for one in seen["asked"]] == [("waiting", 0)]
    assert seen["items"] == []
    assert browser.post("/place-changes", wish | {"document": "又一件", "reason": "更名"}).status_code == 409

    tasks.change_places(asked.json()["id"])
    tasks.change_places(asked.json()["id"])  # a job taken up again does nothing twice
    seen = browser.get("/place-changes").json()
    assert [one["new_name"] for one in seen["items"]] == ["新立社区"]
    assert (seen["items"][0]["id"], seen["asked"]) == (asked.json()["id"], [])


def test_a_change_that_breaks_half_way_leaves_nothing_and_says_so(village, cast, client_for, monkeypatch) -> None:
    child = registered(place=village)
    browser = client_for(cast.administrator)
    wish = {"kind": "move", "place": BEFORE, "parent": CHANGCHUN, "code": GONGZHULING, "in_force": DAY}
    asked = browser.post("/place-changes", wish | {"document": "文", "reason": "因"}).json()
    shift, tables, told = recode._shift, [], []

    def breaks(*given) -> None:
        [[said]] = query.rows("SELECT current_setting('application_name')")
        told.append(said.removeprefix(f"places {asked['id']} ").split("/"))
        tables.append(given)
        if len(tables) > 5:
            raise RuntimeError("the disk is full")
        shift(*given)

    monkeypatch.setattr(recode, "_shift", breaks)
    tasks.change_places(asked["id"])
    [failed] = browser.get("/place-changes").json()["asked"]
    assert (failed["status"], failed["error"]) == ("failed", "没有办成，什么都没有改动。请重试；仍不行请告诉技术支持。")
    assert lookup.resolve("220381").code == BEFORE
    with context.within(grants.system()):
        assert plain(Child).get(pk=child).place == village
    assert [int(done) for done, _ in told] == list(range(6))
    assert all(int(total) > len(told) for _, total in told)

    monkeypatch.undo()
    again = browser.post("/place-changes", wish | {"document": "文", "reason": "因"}).json()
    tasks.change_places(again["id"])
    assert Place.objects.filter(code=GONGZHULING).exists()


def test_who_asked_and_is_no_longer_in_office_changes_nothing(cast, client_for) -> None:
    wish = {"kind": "rename", "place": people.XINLI, "in_force": DAY, "name": "新立社区"}
    asked = client_for(cast.administrator).post("/place-changes", wish | {"document": "文", "reason": "因"}).json()
    with context.within(grants.system()), operation("workforce.end"):
        plain(Post).filter(person=cast.administrator).update(period=("2026-01-01", "2026-01-02"))
    tasks.change_places(asked["id"])
    assert Place.objects.get(code=people.XINLI).name != "新立社区"
    assert ChangeAsked.objects.get(pk=asked["id"]).error.startswith("办理人已不在岗")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("rename", people.XINLI, DAY), "name"),
        (Wish("rename", people.XINLI, date(2027, 1, 1), name="新立社区"), "in_force"),
        (Wish("move", people.XINLI, DAY, parent=people.ANTU), "parent"),
        (Wish("move", people.XINLI, DAY, parent=people.KAOSHAN, code=people.JIANGBEI), "code"),
        (Wish("merge", people.XINLI, DAY, into=people.XINLI), "into"),
        (Wish("split", people.WANBAO, DAY, name="新"), "place"),
    ],
)
def test_what_cannot_be_says_why(wish, field) -> None:
    from hutong.accounts.http import Problem

    with clock.at(DAY), pytest.raises(Problem) as refused:
        made(wish)
    assert [one["field"] for one in refused.value.body["fields"]] == [field]


def test_the_tree_stays_a_tree(village) -> None:
    made(Wish("move", BEFORE, DAY, parent=CHANGCHUN, code=GONGZHULING))
    moved = Place.objects.filter(code__gte=GONGZHULING, code__lt=interval(GONGZHULING)[1])
    assert all(covers(GONGZHULING, place.code) for place in moved)
    assert not Place.objects.filter(code__gte=BEFORE, code__lt=interval(BEFORE)[1]).exists()
