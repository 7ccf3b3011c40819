"""A list leaves as it stands on the screen: its filters, its columns, its masks; nothing is cut."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.desk import exports
from hutong.ground import clock
from hutong.returns.out.tests.support import exported, rows
from tests.cast import WANBAO

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def test_the_children_of_the_screen_and_no_others_all_of_them(cast, monkeypatch):
    monkeypatch.setattr(exports, "BLOCK", 2)
    for name, sex in (("赵一", "male"), ("钱二", "female"), ("孙三", "female"), ("李四", "female"), ("周五", "male")):
        registered(name, sex=sex, id_kind="none")
    asked = {"filters": {"sex": "female", "sort": "-name"}, "columns": ["name", "sex"]}
    export, content = exported(cast.wanbao, WANBAO, "children", **asked)
    assert rows(content) == [("姓名", "性别"), ("孙三", "女"), ("钱二", "女"), ("李四", "女")]
    assert (export.done, export.total) == (3, 3)


def test_numbers_stay_masked_as_on_the_screen(cast):
    registered(id_number="222426201803044410", id_kind="resident")
    text = str(rows(exported(cast.wanbao, WANBAO, "children")[1]))
    assert "222426201803044410" not in text
    assert "13844330001" not in text


def test_the_duties_of_a_clause_and_state(cast):
    registered("王小红")
    filters = {"clause": "A3-4", "state": "due"}
    told = rows(exported(cast.wanbao, WANBAO, "duties", filters=filters, columns=["child", "state"])[1])
    assert told == [("儿童", "状态"), ("王小红", "应办")]


def test_an_id_number_is_no_filter_that_is_kept(cast, client_for):
    asked = {"what": "children", "place": WANBAO, "filters": {"q": "222426201803044410"}}
    assert client_for(cast.wanbao).post("/exports", asked).status_code == 422


def test_visits_posts_and_exceptions_leave_too(cast, client_for, monkeypatch):
    monkeypatch.setattr(exports, "BLOCK", 2)
    child = registered("王小红", health="", id_kind="none", care_reason="both_away")
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        for day in (1, 2, 3):
            found = {"health": "problem", "mood": "changed", "living": "normal"}
            told = NewVisit(date(2026, 11, day), "home", seen=["child"], findings=found, notes={"health": "咳嗽"})
            record_visit(grant, row, told)
    asked = {"filters": {"since": "2026-11-02"}, "columns": ["on", "name", "changed", "problems", "seen"]}
    assert rows(exported(cast.wanbao, WANBAO, "visits", **asked)[1])[1:] == [
        ("2026-11-03", "王小红", "情绪", "身体健康", "儿童本人"),
        ("2026-11-02", "王小红", "情绪", "身体健康", "儿童本人"),
    ]
    listed = client_for(cast.wanbao).get("/visits", until="2026-11-01").json()["items"]
    assert [(one["on"], one["name"], one["problems"]) for one in listed] == [("2026-11-01", "王小红", ["身体健康"])]
    assert client_for(cast.kaoshan).get("/visits").json()["items"] == []
    posts = rows(
        exported(cast.wanbao, WANBAO, "posts", filters={"role": "child_director"}, columns=["name", "phone"])[1]
    )
    assert posts == [("姓名", "联系电话"), ("王秀兰", "139 •••• 0001"), ("李桂芝", "139 •••• 0002")]
    told = rows(exported(cast.wanbao, WANBAO, "ledger-exceptions", columns=["name", "fix"])[1])
    assert told == [("姓名", "怎么办"), ("王小红", "补登健康状况")]
