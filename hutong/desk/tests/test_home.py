"""The document is the home page; the figures of any level are sums of its villages; nobody sees beyond the scope."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from tests.cast import ANTU, CHANGBAISHAN, JIANGBEI, WANBAO, XINLI

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CHIBEI_VILLAGE = 229801_120_300  # 二道村


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def children():
    """Two in 新立村 (one overdue), one in 江北村, one in 池北区."""
    return {
        "old": registered("老户", on=TODAY - timedelta(40)),
        "new": registered("新户"),
        "neighbour": registered("邻村", place=JIANGBEI),
        "chibei": registered("池北", place=CHIBEI_VILLAGE),
    }


def line(home, clause):
    return next(line for line in home["lines"] if line["clause"] == clause)


def test_the_director_s_home_is_annex_three_in_the_document_s_words(cast, client_for, children):
    home = client_for(cast.director).get("/home").json()
    assert [one["clause"] for one in home["lines"]] == [f"A3-{n}" for n in range(1, 7)]
    assert home["title"] == "儿童主任工作职责"
    visits = line(home, "A3-4")
    assert (visits["due"], visits["overdue"], visits["done"]) == (1, 1, 0)
    assert not line(home, "A3-6")["live"]
    assert home["needs_me"][0]["child"]["name"] == "老户"
    assert home["children"] == 2


@pytest.mark.parametrize(("who", "annex"), [("wanbao", "A2"), ("antu", "A1"), ("jilin", "A1"), ("institution", "A1")])
def test_each_officer_finds_their_own_annex(cast, client_for, who, annex):
    assert client_for(getattr(cast, who)).get("/home").json()["annex"] == annex


def test_a_visit_moves_the_figure_of_every_level_above(cast, client_for, children):
    people = [cast.director, cast.wanbao, cast.antu, cast.yanbian, cast.jilin]
    clauses = ["A3-4", "A2-4", "A1-3", "A1-3", "A1-3"]

    def figures():
        homes = [client_for(person).get("/home").json() for person in people]
        return [line(home, clause)["overdue"] for home, clause in zip(homes, clauses, strict=True)]

    before = figures()
    with context.within(grants.system()) as grant:
        child = Child.objects.within(grant).get(pk=children["old"])
        record_visit(grant, child, NewVisit(on=TODAY, mode="home", no_change=True))
    assert [b - a for a, b in zip(figures(), before, strict=True)] == [1] * 5


def test_what_stays_undone_climbs_to_the_township_and_then_to_the_county(cast, client_for):
    """First visits are due after 30 days, told to the township 7 days later and to the county 30 days later (policy)."""
    for name, overdue in (("刚逾期", 1), ("报乡镇", 7), ("报县级", 30)):
        registered(name, on=TODAY - timedelta(30 + overdue))

    def told(person):
        return {duty["child"]["name"] for duty in client_for(person).get("/home").json()["needs_me"]}

    assert told(cast.director) == {"刚逾期", "报乡镇", "报县级"}
    assert told(cast.wanbao) == {"报乡镇", "报县级"}
    assert told(cast.antu) == {"报县级"}


def test_the_units_below_add_up_to_the_level(cast, client_for, children):
    browser = client_for(cast.antu)
    county = browser.get("/home").json()
    [township] = [unit for unit in county["below"] if unit["place"]["code"] == WANBAO]
    villages = browser.get("/home", place=WANBAO).json()["below"]
    for name in ("children", "due", "overdue", "done", "without_director"):
        assert sum(village[name] for village in villages) == township[name]
    assert county["below"][0]["place"]["code"] == WANBAO  # most overdue first
    assert {cause["clause"] for cause in township["causes"]} == {"A3-2", "A3-4"}


def test_the_list_behind_a_figure_has_as_many_rows_as_the_figure_says(cast, client_for, children):
    browser = client_for(cast.antu)
    home = browser.get("/home").json()
    for clause in ("A1-3", "A1-4"):
        for state in ("due", "overdue", "done"):
            listed = browser.get("/duties", clause=clause, state=state).json()
            assert listed["total"]["count"] == line(home, clause)[state]


def test_changbaishan_sees_its_own_and_antu_does_not(cast, client_for, children):
    def names(person):
        return {row["name"] for row in client_for(person).get("/children").json()["items"]}

    assert names(cast.changbaishan) == names(cast.chibei) == {"池北"}
    assert names(cast.antu) == {"老户", "新户", "邻村"}
    assert names(cast.yanbian) == {"老户", "新户", "邻村"}
    assert names(cast.jilin) == {"老户", "新户", "邻村", "池北"}
    assert names(cast.director) == {"老户", "新户"}
    assert client_for(cast.antu).get(f"/children/{children['chibei']}").status_code == 404
    assert client_for(cast.antu).get("/home", place=CHANGBAISHAN).status_code == 404
    assert client_for(cast.changbaishan).get("/home", place=ANTU).status_code == 404


@pytest.mark.parametrize("who", ["administrator", "auditor", "police"])
def test_who_sees_no_child_gets_no_list(cast, client_for, children, who):
    browser = client_for(getattr(cast, who))
    assert browser.get("/children").status_code == 403
    assert browser.get(f"/children/{children['old']}").status_code == (404 if who == "police" else 403)
    assert browser.post("/search", {"q": "老户"}).json()["children"] == []


@pytest.mark.parametrize("text", ["老户", "户", "laohu", "lh", "LH"])
def test_search_finds_by_name_pinyin_and_initials_inside_the_scope(cast, client_for, children, text):
    found = client_for(cast.director).post("/search", {"q": text}).json()["children"]
    assert "老户" in {row["name"] for row in found}
    assert client_for(cast.kaoshan).post("/search", {"q": text}).json()["children"] == []


def test_lists_page_by_key_without_losing_or_repeating_a_row(cast, client_for):
    for n in range(45):
        registered(f"同名{n % 3}", born=date(2015 + n % 4, 5, 6))
    browser = client_for(cast.director)
    for sort in ("name", "-name", "birth_date", "-birth_date", "due"):
        seen, after = [], None
        while True:
            page = browser.get("/children", sort=sort, limit=10, after=after).json()
            seen += [row["id"] for row in page["items"]]
            after = page["next"]
            if not after:
                break
        assert len(seen) == len(set(seen)) == 45 == page["total"]["count"]


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"}, {"limit": 0}, {"limit": 9999}, {"sort": "'"}, {"place": 1}, {"place": 10**13}, {"age_from": -1},
        {"q": "\x00"}, {"q": "'; DROP TABLE"}, {"category": "x" * 500}, {"after": "W10="}, {"after": "WyJ4IiwieSJd"},
    ],
)  # fmt: skip
def test_no_question_to_a_list_breaks_it(cast, client_for, query):
    for path in ("/children", "/duties"):
        assert client_for(cast.director).get(path, **query).status_code < 500


def test_filters_narrow_the_list(cast, client_for, children):
    browser = client_for(cast.antu)

    def names(**query):
        answer = browser.post("/search/children", query) if "q" in query else browser.get("/children", **query)
        return {row["name"] for row in answer.json()["items"]}

    assert names(overdue=True) == {"老户"}
    assert names(place=XINLI) == {"老户", "新户"}
    assert names(category="orphan") == set()
    assert names(category="left_behind", sex="female") == set()
    assert names(age_from=8, age_to=8, q="邻") == {"邻村"}
