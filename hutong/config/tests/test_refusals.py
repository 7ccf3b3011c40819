"""Whatever is refused is refused in Chinese, in one shape, and never with a traceback."""

import uuid

import pytest

from tests.cast import ANTU, KAOSHAN, WANBAO

pytestmark = pytest.mark.django_db


def refused(answer, status: int) -> dict:
    assert answer.status_code == status
    body = answer.json()
    assert set(body) >= {"message", "code", "fields"}
    assert not any(letter.isascii() and letter.isalpha() for letter in body["message"])
    return body


def test_every_field_that_is_wrong_is_named_with_the_reason(cast, client_for) -> None:
    body = refused(
        client_for(cast.wanbao).post("/posts", {"place": "甲", "role": "x", "name": "", "since": "昨天"}), 422
    )
    told = {one["field"]: one["message"] for one in body["fields"]}
    assert told == {
        "place": "应为整数。",
        "role": "不在可选范围内。",
        "name": "太短，至少 1 个字。",
        "since": "应为日期，例如 2026-10-31。",
    }


def test_a_place_outside_and_a_place_that_is_none_answer_the_same(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    outside = refused(browser.get("/posts", place=KAOSHAN), 404)
    assert outside == refused(browser.get("/posts", place=7), 404) == refused(browser.get("/posts", place=-1), 404)


def test_the_last_day_of_the_calendar_is_refused_where_the_next_one_is_needed(cast, client_for) -> None:
    watch = [{"seat": "night_first", "by": str(uuid.uuid4()), "voice": "0433-5821110"}]
    nights = {"place": ANTU, "since": "9999-12-31", "last": "9999-12-31", "watches": watch}
    refused(client_for(cast.antu).post("/nights", nights), 422)


@pytest.mark.parametrize("body", ["", "{", "[1", "nul", '{"role": '])
def test_what_is_no_json_is_refused(cast, client_for, body: str) -> None:
    client = client_for(cast.wanbao).client
    answer = client.post("/api/v1/me/acting", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]


def test_a_body_of_endless_brackets_is_refused(cast, client_for) -> None:
    client = client_for(cast.wanbao).client
    refused(client.post("/api/v1/me/acting", "[" * 200_000, content_type="application/json"), 400)


def test_a_number_too_large_for_the_database_is_refused(cast, client_for) -> None:
    assert client_for(cast.wanbao).get("/posts", place=10**30).status_code in (404, 422)


@pytest.mark.parametrize("address", ["/api/v1/posts?role=%00", "/api/v1/posts/%00/end", "/%00"])
def test_nul_in_an_address_is_refused(cast, client_for, address: str) -> None:
    refused(client_for(cast.wanbao).client.get(address), 422)


LOGIN = "/_allauth/browser/v1/auth/login"


KINDS = ["text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "body", [rb'{"username": "\ud840", "password": "x"}', rb'{"username": "\u0000", "password": "x"}']
)
def test_half_a_character_is_refused_whatever_the_body_calls_itself(client, kind: str, body: bytes) -> None:
    refused(client.post(LOGIN, body, content_type=kind), 422)


def test_half_a_character_in_what_calls_itself_an_upload_is_refused(cast, client_for) -> None:
    body = rb'{"place": 222426105208, "role": "child_director", "since": "2026-11-01", "name": "\ud840"}'
    browser = client_for(cast.wanbao).client
    refused(browser.post("/api/v1/posts", body, content_type="multipart/form-data; boundary=x"), 422)


def test_a_conflict_with_what_is_kept_is_told_and_logged_without_the_row(cast, client_for, monkeypatch, caplog) -> None:
    from hutong.accounts.models import Person
    from hutong.workforce import listing

    def conflict(*_: object) -> None:
        Person(place=WANBAO, staff_number=cast.wanbao.staff_number, name="张小明").save(force_insert=True)

    monkeypatch.setattr(listing, "posts_in", conflict)
    body = refused(client_for(cast.wanbao).get("/posts"), 409)
    assert (body["code"], body["message"]) == ("conflict_data", "与已有的记录冲突，请刷新后再试。")
    assert "accounts_person_staff_number" in caplog.text
    assert "张小明" not in caplog.text
    assert cast.wanbao.staff_number not in caplog.text


def test_a_right_that_the_post_lacks_is_named(cast, client_for) -> None:
    body = refused(client_for(cast.director).post("/posts", {"place": WANBAO}), 422)
    assert body["code"] == "invalid"
    answer = client_for(cast.police).get("/posts")
    assert refused(answer, 403)["message"] == "您的岗位没有“查看儿童工作人员”的权限。"


def test_a_fault_of_ours_is_told_without_its_details(cast, client_for, monkeypatch, caplog) -> None:
    from hutong.workforce import listing

    def fault(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(listing, "posts_in", fault)
    answer = client_for(cast.wanbao).get("/posts")
    refused(answer, 500)
    assert "secret" not in answer.content.decode()
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_method_that_is_not_offered_is_refused(cast, client_for, method: str) -> None:
    assert getattr(client_for(cast.wanbao).client, method)("/api/v1/me").status_code == 405


def test_answers_are_not_kept_by_browsers(cast, client_for) -> None:
    answer = client_for(cast.wanbao).get("/me")
    assert answer.headers["Cache-Control"] == "no-store"
