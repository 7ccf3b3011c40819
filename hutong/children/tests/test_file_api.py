"""The child's page over HTTP: open, change, conflict, uncover, refuse; and what is logged."""

import json
from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.children.tests.factories import XINLI, registered
from hutong.ground import clock
from hutong.journal.models import View

pytestmark = pytest.mark.django_db
NUMBER = "220122201307306799"


def views(child=None):
    with context.within(grants.system()) as grant:
        return list(View.objects.within(grant).filter(child=child).values_list("kind", "purpose"))


@pytest.fixture
def child():
    return registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER)


def test_opening_a_file_is_logged_before_the_answer_leaves(cast, client_for, child):
    file = client_for(cast.director).get(f"/children/{child}").json()
    assert (file["name"], file["age"] >= 13, file["rev"]) == ("黄佑俊", True, 1)
    assert views(child) == [("open", "")]


def test_numbers_are_masked_until_uncovered_with_a_purpose(cast, client_for, child):
    browser = client_for(cast.director)
    page = browser.get(f"/children/{child}").content.decode()
    assert NUMBER not in page
    assert "13844330001" not in page
    uncovered = browser.post(
        f"/children/{child}/unmask", {"group": "child", "field": "id_number", "purpose": "核对户口簿"}
    )
    assert uncovered.json() == {"value": NUMBER}
    assert ("unmask", "核对户口簿") in views(child)
    refused = browser.post(f"/children/{child}/unmask", {"group": "child", "field": "id_number", "purpose": ""})
    assert refused.status_code == 422
    assert (
        browser.post(f"/children/{child}/unmask", {"group": "child", "field": "name", "purpose": "好奇"}).status_code
        == 404
    )


def test_two_editors_the_second_is_shown_the_difference(cast, client_for, child):
    one, two = client_for(cast.director), client_for(cast.wanbao)
    seen = two.get(f"/children/{child}").json()
    change = {"rev": seen["rev"], "base": {"health": {"health": "well"}}}
    assert one.patch(f"/children/{child}", change | {"changes": {"health": {"health": "weak"}}}).status_code == 200
    answer = two.patch(f"/children/{child}", change | {"changes": {"health": {"health": "chronic"}}})
    assert answer.status_code == 409
    body = answer.json()
    assert body["code"] == "conflict"
    assert [(d["label"], d["yours"], d["theirs"]) for d in body["differences"]] == [("健康状况", "chronic", "weak")]
    resent = change | {"rev": body["rev"], "changes": {"health": {"health": "chronic"}}}
    assert two.patch(f"/children/{child}", resent).status_code == 200


def test_a_new_child_by_form_and_again(cast, client_for, child):
    browser = client_for(cast.director)
    groups = {
        "child": {"name": "王小雨", "sex": "female", "birth_date": "2018-12-03", "id_number": "220122201812034587"},
        "carer": {"name": "王桂芝", "relation": "paternal_grandmother", "phone": "+82 10 1234 5678"},
        "schooling": {"stage": "primary", "boarding": True},
        "aid": {"kinds": ["minimum_living"]},
    }
    made = browser.post("/children", {"place": XINLI, "groups": groups, "categories": ["left_behind"]})
    assert made.status_code == 200, made.content.decode()
    file = made.json()
    assert [tag["key"] for tag in file["categories"]] == ["left_behind"]
    again = browser.post("/children", {"place": XINLI, "groups": groups, "categories": []})
    assert (again.status_code, again.json()["code"], again.json()["child_id"]) == (409, "registered", file["id"])


def test_every_wrong_field_is_said_at_once(cast, client_for):
    groups = {"child": {"name": "", "sex": "male", "birth_date": "2099-01-01"}, "carer": {"phone": "1"}}
    answer = client_for(cast.director).post("/children", {"place": XINLI, "groups": groups})
    assert answer.status_code == 422
    assert {f["field"] for f in answer.json()["fields"]} == {"child.name", "child.birth_date", "carer.phone"}


def test_a_file_outside_the_village_and_one_that_is_not_there_answer_alike(cast, client_for, child):
    browser = client_for(cast.neighbour)
    missing = "01a209eb-0000-7000-8000-000000000000"
    for method, tail, body in (
        ("get", "", None), ("patch", "", {"rev": 1, "changes": {}}), ("get", "/timeline", None), ("get", "/visits", None),
        ("post", "/visits", {"on": "2026-01-01", "mode": "home", "no_change": True}),
        ("post", "/exit", {"reason": "moved", "on": "2026-01-01"}), ("post", "/confirm", None),
        ("post", "/categories", {"key": "orphan", "since": "2026-01-01"}),
        ("post", "/unmask", {"group": "child", "field": "id_number", "purpose": "看看"}),
    ):  # fmt: skip
        answers = [
            getattr(browser, method)(f"/children/{one}{tail}", **({"body": body} if body is not None else {}))
            for one in (child, missing, "nonsense")
        ]
        assert {a.status_code for a in answers} == {404}, (method, tail)
        assert len({json.dumps(a.json()) for a in answers}) == 1


def test_exit_and_return_over_http(cast, client_for, child):
    browser = client_for(cast.director)
    today = clock.today().isoformat()
    left = browser.post(f"/children/{child}/exit", {"reason": "death", "on": today, "note": "病故"})
    assert (left.json()["state"], left.json()["exit"]["reason"]) == ("exited", "死亡")
    assert browser.post(f"/children/{child}/exit", {"reason": "death", "on": today}).status_code == 422
    visit = {"on": today, "mode": "home", "no_change": True}
    assert browser.post(f"/children/{child}/visits", visit).status_code == 422
    assert browser.post(f"/children/{child}/return", {"note": "误登记"}).json()["state"] == "active"


def test_the_same_new_child_sent_twice_is_one(cast, client_for):
    browser = client_for(cast.director)
    groups = {"child": {"name": "王小雨", "sex": "female", "birth_date": "2018-12-03"}}
    body = {"id": "01a209eb-0000-7000-8000-000000000001", "place": XINLI, "groups": groups}
    first, again = browser.post("/children", body), browser.post("/children", body)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["number"] == again.json()["number"]


def test_a_child_cannot_be_made_an_adult_or_emptied_of_its_duties_by_an_edit(cast, client_for):
    child = registered("无证")
    browser = client_for(cast.director)
    answer = browser.patch(f"/children/{child}", {"rev": 1, "changes": {"child": {"birth_date": "1990-01-01"}}})
    assert answer.status_code == 422
    before = browser.get(f"/children/{child}").json()["confirmed_on"]
    assert browser.patch(f"/children/{child}", {"rev": 1, "changes": {}}).json()["confirmed_on"] == before


def test_a_number_taken_out_of_a_file_is_free_again(cast, client_for, child):
    browser = client_for(cast.director)
    answer = browser.patch(
        f"/children/{child}", {"rev": 1, "changes": {"child": {"id_number": None, "id_kind": "none"}}}
    )
    assert answer.status_code == 200, answer.content.decode()
    groups = {"child": {"name": "真主", "sex": "male", "birth_date": "2013-07-30", "id_number": NUMBER}}
    assert browser.post("/children", {"place": XINLI, "groups": groups}).status_code == 200


def test_sealed_matters_do_not_slip_into_plain_fields(cast, client_for, child):
    change = {"rev": 1, "changes": {"child": {"remark": "父亲服刑"}}}
    answer = client_for(cast.director).patch(f"/children/{child}", change)
    assert answer.status_code == 422
    assert "密封" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"child": {"birth_date": 5}}, {"child": {"birth_date": []}}, {"household": {"household_size": 1e308}},
        {"aid": {"kinds": [[]]}}, {"child": {"name": {"a": 1}}}, {"child": {"birth_date": "2099-01-01"}},
        {"child": {"id_kind": "foreign"}}, {"schooling": {"boarding": "maybe"}},
    ],
)  # fmt: skip
def test_no_value_in_a_field_breaks_it(cast, client_for, child, changes):
    assert client_for(cast.director).patch(f"/children/{child}", {"rev": 1, "changes": changes}).status_code == 422


@pytest.mark.parametrize("after", ["abc", "2026", "9999-99-99", "2026-01-01T00:00:00~x", "2026-01-01T00:00:00+00:00~5"])
def test_no_place_in_a_history_breaks_it(cast, client_for, child, after):
    assert client_for(cast.director).get(f"/children/{child}/timeline", after=after).status_code in (200, 422)
