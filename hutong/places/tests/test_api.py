"""Places over HTTP, as the supervisor of 万宝镇 asks for them."""

import pytest


@pytest.fixture
def desk(client_for, cast):
    return client_for(cast.wanbao)


def test_a_place_is_found_with_where_it_is(desk):
    answer = desk.post("/search/places", {"q": "亮兵"})
    assert answer.status_code == 200
    assert answer.json()[0] == {
        "code": 222426106000,
        "name": "亮兵镇",
        "level": 4,
        "path": "吉林省延边朝鲜族自治州安图县",
    }


def test_looking_only_below_a_unit(desk):
    hits = desk.post("/search/places", {"q": "靠山", "within": 220122103}).json()
    assert [hit["name"] for hit in hits] == ["靠山镇", "靠山居委会", "靠山村委会"]
    assert desk.post("/search/places", {"q": "亮兵", "within": 220122103}).json() == []


def test_one_place_by_its_national_code(desk):
    place = desk.get("/places/222426120").json()
    assert (place["code"], place["statistical_code"], place["level"]) == (229801120000, 222426120000, 4)
    assert [above["name"] for above in place["path"]] == ["吉林省", "长白山管委会", "池北区", "池北区"]
    assert len(place["children"]) == 14


def test_a_unit_that_the_national_list_lacks_has_no_national_code(desk):
    place = desk.get("/places/229800000000").json()
    assert place["statistical_code"] is None
    assert [unit["name"] for unit in place["children"]] == ["池北区", "池西区", "池南区"]


@pytest.mark.parametrize("code", ["999999999999", "7", "0", "-22", "9" * 40])
def test_a_place_that_does_not_exist(desk, code):
    answer = desk.get(f"/places/{code}")
    assert answer.status_code == 404
    assert "没有找到" in answer.json()["message"]


@pytest.mark.parametrize("query", [{}, {"q": "长" * 101}, {"q": "靠山", "within": "这里"}])
def test_a_question_that_cannot_be_read(desk, query):
    assert desk.post("/search/places", query).status_code == 422


@pytest.mark.parametrize("q", ["", "%", "查无此村"])
def test_a_question_without_an_answer(desk, q):
    assert desk.post("/search/places", {"q": q}).json() == []
