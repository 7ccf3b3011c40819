"""A change of places asked for by an administrator: counts before, a job after, and refusals that say why."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.places import lookup
from hutong.places.codes import interval
from hutong.places.models import ChangeAsked, Place
from hutong.workforce.changes import recode, tasks
from hutong.workforce.changes.plan import Wish
from tests import cast as people
from tests.boundaries import BEFORE, CHANGCHUN, DAY, GONGZHULING, TODAY, made, under_siping

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
