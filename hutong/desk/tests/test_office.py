"""Item 10: no post finds an empty home; trends and definitions."""

import re
from collections import Counter
from datetime import date

import pytest

from hutong.children.tests.factories import registered
from hutong.desk.clauses import TEXTS
from hutong.ground import clock
from tests.cast import CAST


@pytest.mark.django_db
def test_every_post_has_something_on_its_home(cast, client_for):
    for who in CAST:
        browser = client_for(getattr(cast, who))
        annex = browser.get("/home")
        assert annex.status_code == 200 or browser.get("/office").json()["lines"], who


@pytest.mark.django_db
def test_the_administrator_sees_what_waits_and_no_child(cast, client_for):
    registered("张小明")
    client_for(cast.wanbao).client.post(
        "/api/v1/feedback", {"kind": "question", "topic": "other", "text": "如何导出？"}
    )
    answer = client_for(cast.administrator).get("/office")
    counts = {line["key"]: line["count"] for line in answer.json()["lines"]}
    assert counts["feedback"] == 1
    assert counts["accounts"] == len(CAST)
    assert "张小明" not in answer.content.decode()


@pytest.mark.django_db
def test_trends_count_children_by_category_and_how_fresh_the_files_are(cast, client_for):
    registered("张小明")
    registered("李红", categories=["left_behind", "orphan_scattered"])
    told = client_for(cast.wanbao).get("/trends").json()
    assert {one["key"]: one["values"][-1] for one in told["categories"]} == {"left_behind": 2, "orphan_scattered": 1}
    assert told["freshness"][0]["count"] == 2
    assert client_for(cast.neighbour).get("/trends").json()["categories"] == []


@pytest.mark.django_db
def test_a_figure_says_what_it_counts_and_on_what_ground(cast, client_for):
    told = client_for(cast.antu).get("/definition", clause="A1-3").json()
    assert told["source"] == "吉民发〔2019〕41号附件1第 3 条"
    assert [state["label"] for state in told["states"]] == ["应办", "已办", "逾期"]
    [visit] = [rule for rule in told["rules"] if rule["title"] == "走访"]
    assert all(row["source"] and row["limit"].endswith(" 天") and row["mark"] for row in visit["rows"])
    assert visit["rows"]


@pytest.mark.django_db
def test_what_a_figure_counts_is_said_in_words_for_officials_and_never_twice(cast, client_for):
    """No file of the program, no “同上”, no number that only holds a place; a province's row stands in place of the national one."""
    browser = client_for(cast.antu)
    told = [browser.get("/definition", clause=clause).json() for clause in TEXTS]
    rows = [(rule["title"], row) for one in told for rule in one["rules"] for row in rule["rows"]]
    assert rows
    for title, row in rows:
        words = " ".join(map(str, row.values()))
        assert not re.search(r"同上|\.csv|3650|[a-z_]{4,}", words), (title, words)
    cases = Counter((one["clause"], title, rule["why"], row["who"], row["when"]) for one in told for rule in one["rules"]
                    for title in [rule["title"]] for row in rule["rows"])  # fmt: skip
    assert max(cases.values()) == 1
    assert ("交办任务", "期限由交办、核查或开展排查的人定") in {(title, row["limit"]) for title, row in rows}


def test_an_office_that_sees_only_what_is_shared_is_told_whom_to_ask(cast, client_for):
    [line] = client_for(cast.police).get("/office").json()["lines"]
    assert (line["title"], line["count"]) == ("转来的儿童", 0)
    assert "请联系安图县民政部门" in line["note"]


@pytest.mark.django_db
def test_the_administrator_hears_of_a_year_without_a_calendar(cast, client_for):
    def told(day):
        with clock.at(day):
            lines = client_for(cast.administrator).get("/office").json()["lines"]
            return [line["title"] for line in lines if line["key"] == "calendar"]

    assert told(date(2026, 3, 2)) == []
    assert told(date(2090, 3, 2)) == ["2090 年放假安排还没有确认"]
    assert told(date(2090, 12, 2)) == ["2090、2091 年放假安排还没有确认"]
