"""What every answer carries: what a page may run and use, what nobody keeps, who may write, and from where."""

import re

import pytest
from django.conf import settings
from django.test import Client

from hutong.config import api
from tests.cast import PASSWORD
from tests.test_sign_in import LOGIN, SESSION, sign_in

pytestmark = pytest.mark.django_db
PAGES = ["/", "/children", "/login", "/m", "/m/today", "/nirgends"]
API = ["/api/v1/me", "/api/v1/children", "/api/v1/sync/server-key", "/api/v1/nichts", SESSION]
FILES = ["/favicon.svg", "/m/favicon.svg", "/m/sw.js", "/healthz", "/demo-accounts"]


@pytest.mark.parametrize("path", PAGES + API + FILES)
def test_every_answer_says_what_may_run_and_that_nobody_frames_it(client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    # The phone's program compiles WebAssembly, which is not text that somebody sent.
    wasm = "script-src 'self' 'wasm-unsafe-eval'"
    assert (wasm in policy) == path.startswith("/m")
    assert "unsafe" not in policy.replace(wasm, "")
    assert "frame-ancestors 'none'" in policy
    assert re.match(r"default-src '(self|none)'", policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", API)
def test_what_the_api_says_is_kept_nowhere(client, cast, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"
    sign_in(client, cast.wanbao.staff_number)
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_phone_may_use_camera_microphone_and_place_and_the_office_none(client) -> None:
    for path, own in (("/m/today", "(self)"), ("/children", "()"), ("/api/v1/me", "()")):
        policy = client.get(path).headers["Permissions-Policy"]
        assert all(f"{name}={own}" in policy for name in ("camera", "microphone", "geolocation")), path


def test_behind_tls_browsers_are_told_to_stay_there_and_cookies_travel_by_it_only(client, settings) -> None:
    assert "Strict-Transport-Security" not in client.get("/", secure=True).headers
    # What a stranger writes into the header is not believed before the setting says that a proxy writes it.
    assert not client.get("/", HTTP_X_FORWARDED_PROTO="https").wsgi_request.is_secure()
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = Client().get("/", HTTP_X_FORWARDED_PROTO="https")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in Client().get("/").headers


def test_the_address_that_a_stranger_writes_is_believed_only_from_our_own_proxy(rf, settings) -> None:
    from hutong.accounts.sessions import address_of

    asked = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.4")
    assert address_of(asked) == "192.0.2.7"
    settings.PROXIES = 1
    assert address_of(asked) == "198.51.100.4"


def test_a_write_by_cookie_needs_the_token_of_the_page(cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    login = {"username": cast.wanbao.staff_number, "password": PASSWORD}
    assert strict.post(LOGIN, login, content_type="application/json").status_code == 403
    strict.get("/")
    token = strict.cookies["csrftoken"].value
    said = strict.post(LOGIN, login, content_type="application/json", headers={"X-CSRFToken": token})
    assert said.status_code == 200
    acting = {"role": "supervisor"}
    refused = strict.post("/api/v1/me/acting", acting, content_type="application/json")
    assert (refused.status_code, refused.json()["message"]) == (403, "页面已过期，请刷新后再试。")
    token = strict.cookies["csrftoken"].value
    taken = strict.post("/api/v1/me/acting", acting, content_type="application/json", headers={"X-CSRFToken": token})
    assert taken.status_code == 200


def test_a_phones_token_needs_none_and_a_wrong_one_is_told_so() -> None:
    strict = Client(enforce_csrf_checks=True)
    said = strict.post(
        "/api/v1/sync/push", {"operations": []}, content_type="application/json", headers={"Authorization": "Device x"}
    )
    assert (said.status_code, said.json()["code"]) == (401, "device_unknown")


def test_the_session_before_a_sign_in_is_not_the_one_after(client, cast) -> None:
    """Session fixation: what somebody planted in the browser of an office is worth nothing after the sign-in."""
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    token = client.get("/").cookies["csrftoken"].value
    assert sign_in(client, cast.wanbao.staff_number).status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert client.cookies["csrftoken"].value != token
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert other.get("/api/v1/me").status_code == 401
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]


def test_the_description_of_the_api_is_for_whoever_is_signed_in_and_made_once(
    client, cast, client_for, monkeypatch
) -> None:
    monkeypatch.setattr(api.Api, "get_openapi_schema", None)
    assert client.get("/api/v1/openapi.json").json()["code"] == "not_signed_in"
    answer = client_for(cast.director).get("/openapi.json")
    assert (answer.status_code, answer.json()["info"]["title"]) == (200, "护童")
