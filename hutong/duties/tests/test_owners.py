"""Who owes: a role at a place of any level, an organisation, a person; each sees it on their own home and does it there."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hutong.accounts import context, grants
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.places.codes import Level
from tests.cast import ANTU, XINLI, grant_of

TODAY = date(2026, 11, 24)
SOON = TODAY + timedelta(5)
PREFECTURE = 2224_00_000_000
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def told(browser, **more):
    body = {"place": ANTU, "title": "协查一名学生的去向", "text": "", "due": str(SOON)} | more
    return browser.post("/tasks", body)


def rounds(key):
    with context.within(grants.system()) as grant:
        return list(Duty.objects.within(grant).filter(rule=key))


def task_of(browser):
    [task] = [one for one in browser.get("/decisions/tasks").json()["items"] if one["mine"]]
    return task


def test_a_department_finds_what_it_was_told_on_its_home_and_does_it(cast, client_for):
    [office] = grant_of(cast.police).organisations
    assert told(client_for(cast.antu), organisation=str(office)).status_code == 204
    police = client_for(cast.police)
    owed = police.get("/office").json()["owed"]
    assert (owed["clause"], owed["due"], owed["overdue"], owed["done"]) == ("S4-3", 1, 0, 0)
    assert "协查一名学生的去向" in owed["items"][0]["why"]
    assert police.get("/duties?state=due").json()["total"]["count"] == 1
    with clock.at(SOON + timedelta(1)):
        assert client_for(cast.police).get("/office").json()["owed"]["overdue"] == 1
    task = task_of(police)
    assert task["owner_name"] == "公安局"
    assert police.post(f"/tasks/{task['id']}/done", {"note": "已找到，在校"}).status_code == 204
    assert owed["text"].startswith("公安部门要及时受理有关报告")
    assert police.get("/office").json()["owed"] | {"items": [], "text": ""} == {
        "clause": "S4-3", "source": "吉民发〔2019〕41号四（三）", "text": "", "due": 0, "done": 1, "overdue": 0, "items": [],
    }  # fmt: skip
    [duty] = rounds("task_department")
    assert (duty.owner, duty.organisation, duty.ending) == ("", office, "done")


def test_its_lists_name_it_and_no_place_not_even_its_own_is_a_jurisdiction(cast, client_for):
    [office] = grant_of(cast.police).organisations
    told(client_for(cast.antu), organisation=str(office))
    police = client_for(cast.police)
    assert police.get("/duties?state=due").json()["items"][0]["owners"] == ["公安局"]
    for path in ("/duties", "/decisions/tasks", "/decisions/waivers"):
        for place in (ANTU, XINLI):
            assert police.get(path, place=place).status_code == 404


def test_another_organisation_and_a_village_neither_see_nor_do_it(cast, client_for):
    [office] = grant_of(cast.police).organisations
    told(client_for(cast.antu), organisation=str(office))
    task = task_of(client_for(cast.police))
    for other in (cast.director, cast.nongan):
        browser = client_for(other)
        assert browser.post(f"/tasks/{task['id']}/done", {"note": "办了"}).status_code == 404
        assert task["id"] not in str(browser.get("/decisions/tasks").json())
    assert client_for(cast.antu).post(f"/tasks/{task['id']}/done", {"note": "办了"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "by", "place", "level"), [("antu", "jilin", ANTU, 3), ("yanbian", "jilin", PREFECTURE, 2)]
)
def test_counties_and_prefectures_owe_what_those_above_told_them(cast, client_for, who, by, place, level):
    assert told(client_for(getattr(cast, by)), place=place).status_code == 204
    browser = client_for(getattr(cast, who))
    [line] = [one for one in browser.get("/home").json()["lines"] if one["clause"] == "A1-2"]
    assert line["due"] == 1
    assert "task_office" in [item["rule"] for item in browser.get("/home").json()["needs_me"]]
    [duty] = rounds("task_office")
    assert (duty.level, duty.place) == (Level(level), place)
    assert browser.post(f"/tasks/{task_of(browser)['id']}/done", {"note": "已部署"}).status_code == 204
    assert [one.ending for one in rounds("task_office")] == ["done"]


def test_nobody_tells_an_equal_or_who_stands_above(cast, client_for):
    assert told(client_for(cast.antu), place=ANTU).status_code == 422
    assert told(client_for(cast.wanbao), place=ANTU).status_code == 404
    [office] = grant_of(cast.police).organisations
    assert told(client_for(cast.nongan), organisation=str(office)).status_code == 404


@pytest.mark.parametrize(("owner", "more"), [("", "NULL, NULL"), ("supervisor", "gen_random_uuid(), NULL")])
def test_the_database_holds_to_one_owner(cast, owner, more):
    insert = f"""INSERT INTO duties_duty (id, rule, clause, owner, organisation, person, addressees, subject, basis, place, owed_since, due, ending)
        VALUES (gen_random_uuid(), 'visit', 'A3-4', '{owner}', {more}, '{{}}', gen_random_uuid(), gen_random_uuid(), {XINLI},
                '2026-01-01', '2026-01-02', '')"""
    with pytest.raises(IntegrityError), transaction.atomic(), context.within(grants.system()):
        query.run(insert)


def test_a_round_whose_rule_is_gone_is_shown_as_such_and_ends_at_night(cast, client_for):
    from hutong.duties import sweep

    insert = f"""INSERT INTO duties_duty (id, rule, clause, owner, subject, basis, place, owed_since, due, ending)
        VALUES (gen_random_uuid(), 'of_yesterday', 'A3-4', 'child_director', gen_random_uuid(), gen_random_uuid(), {XINLI},
                '2026-01-01', '2026-11-25', '')"""
    with context.within(grants.system()):
        query.run(insert)
    for browser in (client_for(cast.director), client_for(cast.wanbao)):
        assert browser.get("/home").status_code == 200
        titles = [item["title"] for item in browser.get("/duties?state=due").json()["items"]]
        assert "已停用的职责" in titles
    sweep.run()
    assert [one.ending for one in rounds("of_yesterday")] == ["lapsed"]
