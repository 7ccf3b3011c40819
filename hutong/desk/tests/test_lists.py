"""A list shows every child once, page by page, in the order asked for."""

from datetime import date, timedelta

import pytest

from hutong.children.tests.factories import registered
from hutong.ground import clock
from tests.cast import JIANGBEI, XINLI

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def children():
    """Five names over two villages, registered a week apart, the last one first."""
    names = ["赵一", "钱二", "孙三", "李四", "周五"]
    return [
        registered(name, born=date(2015, 1, 1 + n), on=TODAY - timedelta(7 * n), place=JIANGBEI if n % 2 else XINLI)
        for n, name in enumerate(names)
    ]


def listed(browser, **query):
    """A page of the list, by words or without."""
    return browser.post("/search/children", query) if "q" in query else browser.get("/children", **query)


def pages(browser, **query):
    """The names of a whole list, fetched two by two."""
    found, after = [], None
    while True:
        page = browser.get("/children", limit=2, after=after, **query).json()
        found += [item["name"] for item in page["items"]]
        after = page["next"]
        if after is None:
            return found


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", "李四 钱二 孙三 赵一 周五"),
        ("-name", "周五 赵一 孙三 钱二 李四"),
        ("birth_date", "赵一 钱二 孙三 李四 周五"),
        ("-birth_date", "周五 李四 孙三 钱二 赵一"),
        ("due", "周五 李四 孙三 钱二 赵一"),
    ],
)
def test_pages_follow_each_other_without_gap_or_repetition(cast, client_for, children, sort, names):
    assert pages(client_for(cast.wanbao), sort=sort) == names.split()


@pytest.mark.parametrize("sort", ["name", "-name", "birth_date", "-birth_date", "due"])
@pytest.mark.parametrize("asked", [{}, {"age_from": 5, "age_to": 15}, {"category": "left_behind"}, {"q": "z"}])
def test_small_units_and_large_ones_list_alike_and_every_page_tells_how_many_there_are(
    cast, client_for, children, sort, asked
):
    """A filtered list is gathered in a county and walked in a province, and all children of a county are known by sums."""
    found = []
    for who in (cast.wanbao, cast.antu, cast.jilin):
        names, after, totals = [], None, []
        while after or not totals:
            page = listed(client_for(who), limit=2, after=after, sort=sort, **asked).json()
            names += [item["name"] for item in page["items"]]
            totals.append(page["total"])
            after = page["next"]
        assert all(total == {"count": len(names), "capped": False} for total in totals), totals
        found.append(names)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == (2 if "q" in asked else 5)


def test_whoever_left_owes_nothing_and_is_listed_all_the_same(cast, client_for, children):
    browser = client_for(cast.wanbao)
    left = {"reason": "moved", "on": TODAY.isoformat(), "note": ""}
    assert browser.post(f"/children/{children[4]}/exit", left).status_code == 200
    assert pages(browser, sort="due") == ["李四", "孙三", "钱二", "赵一"]
    assert pages(browser, sort="due", state="exited") == ["周五"]


@pytest.mark.parametrize("after", ["x", "e30=", "WzEsIDJd", "WyJhIiwgImIiXQ=="])
@pytest.mark.parametrize("sort", ["name", "-birth_date", "due"])
def test_a_position_that_is_none_is_told(cast, client_for, children, sort, after):
    assert client_for(cast.wanbao).get("/children", sort=sort, after=after).status_code == 422
