"""Item 10: no post finds an empty home; trends, definitions, and sealed figures that give nobody away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.accounts import scope
from hutong.children.actions import seal_fact
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import registered
from hutong.config.cells import SMALL
from hutong.desk.sealed_figures import published
from tests.cast import ANTU, CAST, WANBAO


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
    assert all(row["source"] and row["days"] for row in visit["rows"])
    assert visit["rows"]


@pytest.mark.django_db
def test_sealed_matters_are_counted_at_county_and_above_and_never_when_few(cast, client_for):
    children = [registered(f"张小{n}") for n in "一二三四五六"]
    with scope.within(scope.system()) as grant:
        for number, child in enumerate(children):
            kind = SealedKind.HIV if number else next(k for k in SealedKind if k != SealedKind.HIV)
            seal_fact(grant, Child.objects.within(grant).get(pk=child), kind, "", None)
    county = client_for(cast.antu)
    counts = {item["label"]: item["count"] for item in county.get("/sealed-figures").json()["items"]}
    assert counts[SealedKind.HIV.label] == 5
    assert [count for label, count in counts.items() if label != SealedKind.HIV.label] == [None] * (len(SealedKind) - 1)
    assert county.get("/sealed-figures", place=WANBAO).json()["items"] == []
    for who in ("director", "wanbao"):
        assert client_for(getattr(cast, who)).get("/sealed-figures").json()["items"] == []
    assert (
        client_for(cast.jilin).get("/sealed-figures", place=ANTU).json()["items"]
        == county.get("/sealed-figures").json()["items"]
    )


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_hidden_unit_is_found_by_taking_the_shown_ones_from_their_sum(tree):
    counties = {p: [100 * (p + 1) + c for c in range(len(row))] for p, row in enumerate(tree)}
    counts = {county: tree[p][n] for p, below in counties.items() for n, county in enumerate(below)}
    shown = published(counts, -1, counties)
    for above, below in {-1: list(counties), **counties}.items():
        hidden = [unit for unit in below if shown[unit] is None]
        assert all(count is None or count >= SMALL for count in (shown[unit] for unit in below))
        if shown[above] is None:
            assert hidden == below
        else:
            left = (shown[above] or 0) - sum(shown[unit] or 0 for unit in below)
            assert left == 0 or (len(hidden) > 1 and left >= SMALL)


def test_an_office_that_sees_only_what_is_shared_is_told_whom_to_ask(cast, client_for):
    [line] = client_for(cast.police).get("/office").json()["lines"]
    assert (line["title"], line["count"]) == ("转来的儿童", 0)
    assert "请联系安图县民政部门" in line["note"]
