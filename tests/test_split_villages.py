"""A village is divided: its children are assigned to the parts, many at once, until nobody is left (区划变更, A2-3)."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import timeline
from hutong.children.models import Child
from hutong.children.tests.factories import read, registered
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.transfers.models import Move
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests.cast import JIANGBEI, NONGAN, XINLI, grant_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.at(DAY):
        yield


def divided() -> tuple[str, int, list]:
    """新立村 with five children, one of them visited; 新立东村 is split off."""
    groups = ["一组", "一组", "二组", "二组", "二组"]
    children = [registered(f"张小{n}", address=f"新立村{group}{n}号", on=DAY) for n, group in enumerate(groups)]
    with context.within(grants.system()) as grant:
        record_visit(
            grant,
            Child.objects.within(grant).get(pk=children[2]),
            NewVisit(DAY, "home", no_change=True, words="想妈妈"),
        )
    with context.within(grants.system()) as grant:
        done = change(grant, Wish("split", XINLI, DAY, name="新立东村委会"), "安民函3号", "拆分")
    return str(done.pk), done.new_code, children


def owed() -> list[tuple[int, str]]:
    with context.within(grants.system()):
        return list(plain(Duty).filter(rule="split").values_list("place", "ending"))


def test_many_at_once_and_one_taken_back(cast, client_for) -> None:
    split, east, children = divided()
    office = client_for(cast.wanbao)
    [told] = office.get("/splits").json()["items"]
    assert (told["name"], told["left"], told["may"]) == ("新立村委会", 5, True)
    assert [part["directors"] for part in told["parts"]] == [["王秀兰"], []]
    assert owed() == [(XINLI, "")]
    left = office.get("/split-children/left", split=split).json()["items"]
    second = [one["id"] for one in left if "二组" in one["address"]]

    body = {"split": split, "children": second, "to": east}
    [told] = office.post("/split-children/place", body).json()["items"]
    assert (told["left"], [part["placed"] for part in told["parts"]]) == (2, [0, 3])
    assert {read(child).place for child in children[2:]} == {east}
    office.post("/split-children/place", body)  # sent twice: nothing more happens
    with context.within(grants.system()):
        assert plain(Move).filter(child__in=children).count() == 3
        assert plain(Entry).filter(action="splits.place", record__in=children).values("op").distinct().count() == 1
    with context.within(grant_of(cast.wanbao)) as grant:
        row = Child.objects.within(grant).get(pk=children[2])
        titles = [event["title"] for event in timeline.page(grant, row)["items"]]
    assert any(title.startswith("迁移：") for title in titles)
    assert any("走访" in title for title in titles)

    [told] = office.post("/split-children/undo", {"split": split, "child": second[0]}).json()["items"]
    assert told["left"] == 3
    assert sorted(read(child).place for child in children[2:]) == sorted([XINLI, east, east])

    rest = [one["id"] for one in office.get("/split-children/left", split=split).json()["items"]]
    [told] = office.post("/split-children/place", {"split": split, "children": rest, "to": XINLI}).json()["items"]
    assert (told["left"], [part["placed"] for part in told["parts"]]) == (0, [3, 2])
    assert owed() == [(XINLI, "done")]
    office.post("/split-children/undo", {"split": split, "child": rest[0]})
    assert owed() == [(XINLI, "")]


def test_whoever_covers_one_part_only_is_told_whom_to_ask(cast, client_for) -> None:
    split, east, children = divided()
    director = client_for(cast.director)
    assert director.get("/splits").json()["items"][0]["may"] is False
    body = {"split": split, "children": children[:1], "to": east}
    refused = director.post("/split-children/place", body)
    assert (refused.status_code, refused.json()["message"]) == (409, "要由同时管辖拆分后各村（居）的儿童督导员办理。")
    elsewhere = body | {"to": JIANGBEI}
    assert client_for(cast.wanbao).post("/split-children/place", elsewhere).status_code == 422
    stranger = client_for(cast.nongan)
    assert stranger.get("/splits").json()["items"] == []
    for part in ("left", "placed"):
        assert stranger.get(f"/split-children/{part}", split=split).json() == {"items": [], "total": 0, "next": None}
    assert stranger.post("/split-children/place", body | {"to": NONGAN}).status_code == 422
    assert read(children[0]).place == XINLI


def test_who_was_registered_or_moved_away_since_is_not_on_the_list(cast, client_for) -> None:
    split, east, children = divided()
    office = client_for(cast.wanbao)
    with clock.at(date(2026, 11, 23)):
        registered("后来", place=XINLI)
        office.post(f"/children/{children[0]}/moves", {"to": JIANGBEI, "reason": "搬家"})
        told = office.get("/split-children/left", split=split).json()
        assert {one["name"] for one in told["items"]} == {"张小1", "张小2", "张小3", "张小4"}
        office.post("/split-children/place", {"split": split, "children": children[1:2], "to": east})
        office.post(f"/children/{children[1]}/moves", {"to": JIANGBEI, "reason": "搬家"})
        refused = office.post("/split-children/undo", {"split": split, "child": children[1]})
        assert "后来又迁到了别处" in refused.json()["message"]
