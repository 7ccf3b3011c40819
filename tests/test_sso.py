"""统一身份认证: officers come in through a real provider on this machine, and nobody else does."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from oidc_provider_mock import User

from hutong.accounts import context, grants, oidc, provider
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.ground import clock
from hutong.workforce.actions import end_post
from hutong.workforce.security.actions import suspend
from tests.cast import PASSWORD, number_of_people
from tests.provided import SSO, begin, came_back, history, number_of, provided, there, through
from tests.test_sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered(db: None) -> None:
    cache.clear()


SENTENCES = "web/apps/desk/src/locales/zh-CN/sso.json"


def test_an_officer_signs_in_through_the_provider_and_it_stands_in_the_history(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)):
        assert client.get(SSO).json() == {"name": "省政务统一身份认证", "leave": ""}
        told = came_back(client, there(begin(client, next="/children?risk=high"), "zhao"))
        assert (told["sso"], told["next"]) == (["in"], ["/children?risk=high"])
    me = client.get("/api/v1/me").json()
    assert (me["person"]["name"], me["acting"]["role_name"]) == ("赵明", "儿童督导员")
    assert history(cast.wanbao) == [("sso", "ok")]
    assert client.get("/api/v1/me/security").json()["sessions"][0]["how"] == "统一身份认证"


def test_state_nonce_and_pkce_go_with_the_browser_and_the_verifier_stays(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(begin(client)).query).items()}
    kept = client.session[oidc.PENDING]
    assert (asked["state"], asked["nonce"]) == (kept["state"], kept["nonce"])
    hashed = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).decode().rstrip("=")
    assert (asked["code_challenge"], asked["code_challenge_method"]) == (hashed, "S256")
    assert kept["verifier"] not in str(asked)


def test_nobody_is_made_and_nobody_is_found_by_mail_phone_or_name(client, cast, settings) -> None:
    before = number_of_people()
    mail = User(sub="mail", claims={"email": "zhao@example.cn", "name": "赵明", "phone_number": "13904430003"})
    phone = User(sub="phone", claims={"staff_number": "13904430003"})
    odd = [
        User(sub=f"odd{n}", claims={"staff_number": value})
        for n, value in enumerate(("", None, [], True, {"a": 1}, "a\0b", "9" * 500))
    ]
    with provided(settings, mail, phone, *odd):
        for who in ("mail", "phone", "stranger", *(one.sub for one in odd)):
            assert through(client, who) == "unknown"
            assert client.get("/api/v1/me").status_code == 401
    assert number_of_people() == before


def test_a_suspended_account_and_one_without_a_post_stay_outside_and_it_is_noted(client, cast, settings) -> None:
    with context.within(grants.system()) as grant:
        suspend(grant, plain(Post).get(person=cast.antu).pk, "离岗审查", None)
        end_post(grant, plain(Post).get(person=cast.kaoshan).pk, clock.today() + timedelta(1), "调离")
    later = clock.at(clock.now() + timedelta(1))
    with provided(settings, number_of(cast.antu, "jin"), number_of(cast.kaoshan, "sun")), later:
        assert through(client, "jin") == "suspended"
        assert through(client, "sun") == "no_post"
        assert client.get("/api/v1/me").status_code == 401
    assert history(cast.antu) == [("sso", "suspended")]
    assert history(cast.kaoshan) == [("sso", "no_post")]


def test_a_forged_a_stale_and_a_used_answer_let_nobody_in(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)):
        back = there(begin(client), "zhao")
        # The link of somebody who signed in elsewhere, in a browser that never asked.
        assert came_back(Client(), back)["sso"] == ["expired"]
        forged = back.replace(client.session[oidc.PENDING]["state"], "x" * 43)
        assert came_back(client, forged)["sso"] == ["expired"]
        # One wrong answer uses the state up.
        assert came_back(client, back)["sso"] == ["expired"]
        late = there(begin(client), "zhao")
        with clock.at(clock.now() + timedelta(seconds=oidc.PATIENCE)):
            assert came_back(client, late)["sso"] == ["expired"]
        good = there(begin(client), "zhao")
        assert came_back(client, good)["sso"] == ["in"]
        assert came_back(Client(), good)["sso"] == ["expired"]
        assert client.get(f"{SSO}/callback?error=access_denied&state=x").status_code == 302


def test_a_token_for_another_nonce_or_client_or_from_another_issuer_is_refused(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)) as issuer:
        for change in ({"nonce": "y" * 43}, {"code": "guessed"}):
            back = there(begin(client), "zhao")
            session = client.session
            session[oidc.PENDING] = session[oidc.PENDING] | {k: v for k, v in change.items() if k == "nonce"}
            session.save()
            if "code" in change:
                back = back.replace(parse_qs(urlsplit(back).query)["code"][0], change["code"])
            assert came_back(client, back)["sso"] == ["failed"]
        back = there(begin(client), "zhao")
        settings.SSO = provider.Provider(issuer, "another", "s3cret")
        assert came_back(client, back)["sso"] == ["failed"]
        # 127.0.0.1 answers as localhost: what calls itself otherwise than the settings say is not believed.
        settings.SSO = provider.Provider(issuer.replace("localhost", "127.0.0.1") + "/other", "hutong", "s3cret")
        answer = client.post(f"{SSO}/begin", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (503, "failed")
    assert client.get("/api/v1/me").status_code == 401


def test_when_the_provider_is_down_it_says_so_and_passwords_still_work(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)):
        back = there(begin(client), "zhao")
    assert came_back(client, back)["sso"] == ["unreachable"]
    cache.clear()
    answer = client.post(f"{SSO}/begin", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "unreachable")
    assert client.get(SSO).json()["name"] == "省政务统一身份认证"
    assert sign_in(client, cast.wanbao.staff_number, PASSWORD).status_code == 200


def test_nothing_begins_by_get_or_without_the_csrf_token(cast, settings) -> None:
    client = Client(enforce_csrf_checks=True)
    with provided(settings):
        assert client.get(f"{SSO}/begin").status_code == 405
        answer = client.post(f"{SSO}/begin", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["message"]) == (403, "页面已过期，请刷新后再试。")


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", 7, None, "x"])
def test_the_way_back_leads_to_a_page_of_ours_only(client, cast, settings, elsewhere: Any) -> None:
    with provided(settings, number_of(cast.wanbao)):
        assert "next" not in came_back(client, there(begin(client, next=elsewhere), "zhao"))


@pytest.mark.parametrize(
    "body", [b"[" * 20_000, b"\xff\xfe", b"null", b'{"next": "/\\u0000"}', b'{"next": "\\ud800"}', b"x" * 3_000_000]
)
def test_no_body_breaks_the_beginning_and_no_query_the_return(client, cast, settings, body: bytes) -> None:
    with provided(settings):
        assert client.post(f"{SSO}/begin", body, content_type="application/json").status_code in (200, 400, 413, 422)
        for query in ("state=%00&code=%00", "state[]=1", "error=x", "state=" + "a" * 9000, ""):
            assert client.get(f"{SSO}/callback?{query}").status_code in (302, 422)


def test_without_the_setting_there_is_no_button_and_no_way_in(client, cast) -> None:
    assert client.get(SSO).json() == {"name": "", "leave": ""}
    assert client.post(f"{SSO}/begin", "{}", content_type="application/json").status_code == 404
    assert came_back(client, f"{SSO}/callback?code=1&state=1")["sso"] == ["off"]


def test_every_outcome_has_a_sentence_in_chinese(settings) -> None:
    told = json.loads((settings.BASE / SENTENCES).read_text())
    for outcome in ("unknown", "suspended", "no_post", "expired", "cancelled", "unreachable", "failed", "off"):
        assert len(told[outcome]) > 10


GOOD = {"HUTONG_SSO_ISSUER": "https://sso.example.cn/", "HUTONG_SSO_CLIENT": "hutong", "HUTONG_SSO_SECRET": "s"}


def test_the_settings_are_read_and_what_is_unsafe_is_refused_at_the_start() -> None:
    assert provider.read({}) is None
    found = provider.read(GOOD | {"HUTONG_SSO_CLAIM": "employee_id", "HUTONG_SSO_MFA": "provider"})
    assert found == provider.Provider("https://sso.example.cn", "hutong", "s", "统一身份认证", "employee_id", True)
    assert "'s'" not in repr(found)
    for wrong in (
        {"HUTONG_SSO_ISSUER": "http://sso.example.cn"},
        {"HUTONG_SSO_SECRET": ""},
        {"HUTONG_SSO_MFA": "yes"},
    ):
        with pytest.raises(ImproperlyConfigured):
            provider.read(GOOD | wrong)


def test_what_a_provider_says_of_itself_must_be_safe(client, settings) -> None:
    settings.SSO = provider.Provider("https://sso.example.cn", "hutong", "s")
    told = dict.fromkeys(oidc.ENDPOINTS, "https://sso.example.cn/x") | {"issuer": "https://sso.example.cn"}
    assert oidc._checked(told) == told
    for name in oidc.ENDPOINTS:
        with pytest.raises(oidc.Refused):
            oidc._checked(told | {name: "http://sso.example.cn/x"})
