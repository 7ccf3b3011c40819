"""Signing in with staff number or phone, being locked out, and losing a post while signed in."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hutong.accounts import context, devices, grants
from hutong.ground import clock
from tests.cast import JIANGBEI, PASSWORD, XINLI, again, grant_of

LOGIN = "/_allauth/browser/v1/auth/login"
SESSION = "/_allauth/browser/v1/auth/session"


@pytest.fixture(autouse=True)
def _no_failures_yet(db: None) -> None:
    cache.clear()


def sign_in(client, username: str, password: str = PASSWORD, address: str = "127.0.0.1"):
    body = {"username": username, "password": password}
    return client.post(LOGIN, body, content_type="application/json", REMOTE_ADDR=address)


def test_a_supervisor_signs_in_with_the_staff_number_and_is_known(client, cast) -> None:
    assert sign_in(client, cast.wanbao.staff_number).status_code == 200
    me = client.get("/api/v1/me").json()
    assert me["person"]["name"] == "赵明"
    assert me["acting"]["role_name"] == "儿童督导员"
    assert me["acting"]["annex"] == "A2"
    assert me["posts"][0]["path"] == "吉林省 › 延边朝鲜族自治州 › 安图县 › 万宝镇"


@pytest.mark.parametrize("typed", ["13904430001", "139 0443 0001", "+86 139-0443-0001", "１３９０４４３０００１"])
def test_a_director_signs_in_with_the_phone_however_it_is_typed(client, cast, typed: str) -> None:
    assert sign_in(client, typed).status_code == 200
    assert client.get("/api/v1/me").json()["person"]["name"] == "王秀兰"


def test_a_wrong_password_is_refused_in_chinese_and_does_not_tell_whether_the_account_exists(client, cast) -> None:
    known = sign_in(client, cast.wanbao.staff_number, "不对")
    unknown = sign_in(client, "没有这个人", "不对")
    assert known.status_code == unknown.status_code == 400
    assert known.json()["errors"] == unknown.json()["errors"]
    assert known.json()["errors"][0]["message"] == "工号（手机号）或密码不对。"


def test_the_sixth_attempt_within_a_quarter_of_an_hour_is_refused_even_with_the_right_password(client, cast) -> None:
    for _ in range(5):
        sign_in(client, cast.wanbao.staff_number, "不对")
    # Through the phone it is the same account.
    answer = sign_in(client, "13904430003")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "账号已锁定，请15分钟后再试" in answer.json()["errors"][0]["message"]
    assert sign_in(client, cast.antu.staff_number).status_code == 200


@pytest.mark.parametrize(
    ("known", "unknown"), [("13904430001", "13904439999"), ("{staff}", "9999999999")], ids=["phone", "staff number"]
)
def test_however_it_is_typed_an_unknown_account_answers_and_is_locked_as_a_known_one(
    client, cast, known, unknown
) -> None:
    known = known.format(staff=cast.director.staff_number)
    ways = (
        str,
        lambda number: f" {number}",
        lambda number: f"{number[:3]} {number[3:]}",
        lambda number: f"+86{number}",
    )
    told = [
        [(answer.status_code, answer.json(), sorted(answer.headers)) for answer in _tries(client, login, ways)]
        for login in (known, unknown)
    ]
    assert told[0] == told[1]


def _tries(client, login: str, ways):
    return [sign_in(client, way(login), "不对") for way in ways * 3]


def test_a_right_password_clears_the_failures_before_it(client, cast) -> None:
    for _ in range(4):
        sign_in(client, cast.wanbao.staff_number, "不对")
    assert sign_in(client, cast.wanbao.staff_number).status_code == 200
    for _ in range(5):
        assert sign_in(client, cast.wanbao.staff_number, "不对").status_code == 400


def test_strangers_lock_an_account_where_they_are_and_not_where_its_owner_signs_in(client, cast) -> None:
    assert sign_in(client, cast.wanbao.staff_number).status_code == 200
    client.logout()
    for number in range(12):
        for _ in range(5):
            sign_in(client, cast.wanbao.staff_number, "不对", f"203.0.113.{number}")
    assert sign_in(client, cast.wanbao.staff_number, address="203.0.113.1").status_code == 429
    # From all the addresses where it never signed in together there are fifty tries, so that many addresses guess no more.
    assert sign_in(client, cast.wanbao.staff_number, address="203.0.113.200").status_code == 429
    assert sign_in(client, cast.wanbao.staff_number).status_code == 200


def test_a_colleague_behind_the_same_router_locks_nobody_out_of_their_own_browser(cast) -> None:
    own, colleague = Client(), Client()
    assert sign_in(own, cast.wanbao.staff_number).status_code == 200
    own.delete(SESSION)
    assert sign_in(colleague, cast.antu.staff_number).status_code == 200
    colleague.delete(SESSION)
    tried = [sign_in(colleague, cast.wanbao.staff_number, "不对").status_code for _ in range(6)]
    assert tried == [400] * 5 + [429]
    assert sign_in(own, cast.wanbao.staff_number).status_code == 200
    own.delete(SESSION)
    # Whoever takes the browser has five tries in it, and with a cookie of their own making none more.
    assert [sign_in(own, cast.wanbao.staff_number, "不对").status_code for _ in range(6)] == [400] * 5 + [429]
    own.cookies[devices.COOKIE] = own.cookies[devices.COOKIE].value.replace(":", "0:", 1)
    assert sign_in(own, cast.wanbao.staff_number).status_code == 429


def test_who_signs_in_from_a_line_of_changing_ipv6_addresses_is_known_there(client, cast) -> None:
    assert sign_in(client, cast.wanbao.staff_number, address="2001:db8:1:2::a").status_code == 200
    client.logout()
    for number in range(12):
        for _ in range(5):
            sign_in(client, cast.wanbao.staff_number, "不对", f"203.0.113.{number}")
    assert sign_in(client, cast.wanbao.staff_number, address="2001:db8:1:3::a").status_code == 429
    assert sign_in(client, cast.wanbao.staff_number, address="2001:db8:1:2:ffff::b").status_code == 200


def test_an_account_that_does_not_exist_is_locked_alike(client, cast) -> None:
    answers = [
        [sign_in(client, login, "不对").status_code for _ in range(6)]
        for login in ("没有这个人", cast.antu.staff_number)
    ]
    assert answers == [[400] * 5 + [429]] * 2


def test_signing_in_writes_nothing_about_the_person(client, cast) -> None:
    before = {field.attname: getattr(cast.wanbao, field.attname) for field in cast.wanbao._meta.fields}
    sign_in(client, cast.wanbao.staff_number)
    cast.wanbao = again(cast.wanbao)
    assert before == {name: getattr(cast.wanbao, name) for name in before}


def test_signing_out_ends_the_session(client, cast) -> None:
    sign_in(client, cast.wanbao.staff_number)
    assert client.delete(SESSION).status_code == 401
    assert client.get("/api/v1/me").status_code == 401


def test_there_is_no_sign_up_and_no_reset_by_mail(client, db: None) -> None:
    for address in ("auth/signup", "auth/password/request", "account/password/change", "account/email"):
        assert client.post(f"/_allauth/browser/v1/{address}", {}, content_type="application/json").status_code == 404


def test_a_write_without_the_csrf_token_is_refused_in_chinese(cast) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wanbao)
    for address in (LOGIN, "/api/v1/me/acting"):
        answer = client.post(address, {}, content_type="application/json")
        assert (answer.status_code, answer.json()["message"]) == (403, "页面已过期，请刷新后再试。")


def test_an_ended_post_loses_its_rights_at_the_next_request(client, cast) -> None:
    from hutong.accounts.models import Post
    from hutong.workforce.actions import end_post

    sign_in(client, cast.wanbao.staff_number)
    tomorrow = clock.today() + timedelta(days=1)
    with context.within(grants.system()) as system:
        post = Post.objects.within(system).get(person=cast.wanbao)
        end_post(system, post.id, tomorrow, "调动")
    assert client.get("/api/v1/me").status_code == 200
    with clock.at(tomorrow):
        assert client.get("/api/v1/me").json()["code"] == "session_ended"
        sign_in(client, cast.wanbao.staff_number)
        answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_post")


def test_a_post_that_begins_tomorrow_gives_no_rights_today(client, cast) -> None:
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    tomorrow = clock.today() + timedelta(days=1)
    with context.within(grants.system()) as system:
        later = Appointment(XINLI + 1, Role.CHILD_DIRECTOR, "新人", since=tomorrow, password=PASSWORD)
        [new] = appoint(system, [later])
    sign_in(client, new.post.person.staff_number)
    assert client.get("/api/v1/me").json()["code"] == "no_post"
    with clock.at(tomorrow):
        client.get("/api/v1/me")
        sign_in(client, new.post.person.staff_number)
        assert client.get("/api/v1/me").status_code == 200


def hold_also(person, role: str, place: int) -> None:
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    with context.within(grants.system()) as system:
        appoint(system, [Appointment(place, Role(role), person.name, staff_number=person.staff_number)])


def test_the_posts_of_one_role_act_together(client, cast) -> None:
    hold_also(cast.director, "child_director", JIANGBEI)
    sign_in(client, cast.director.staff_number)
    me = client.get("/api/v1/me").json()
    assert [place["code"] for place in me["acting"]["places"]] == [XINLI, JIANGBEI]
    assert grant_of(cast.director).bounds == ((XINLI, JIANGBEI + 1),)


def test_a_person_with_two_roles_chooses_which_one_acts(client, cast) -> None:
    hold_also(cast.wanbao, "child_director", XINLI)
    sign_in(client, cast.wanbao.staff_number)
    assert [one["role"] for one in client.get("/api/v1/me").json()["roles"]] == ["supervisor", "child_director"]
    answer = client.post("/api/v1/me/acting", {"role": "child_director"}, content_type="application/json")
    assert answer.json()["acting"]["role_name"] == "儿童主任"
    assert client.get("/api/v1/me").json()["acting"]["annex"] == "A3"
    refused = client.post("/api/v1/me/acting", {"role": "administrator"}, content_type="application/json")
    assert refused.status_code == 403
