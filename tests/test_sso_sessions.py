"""After 统一身份认证: our own second factor, how many sessions, and signing out there too."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import User

from tests.provided import SSO, code_of, enrolled, history, number_of, provided, through
from tests.test_sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered(db: None) -> None:
    cache.clear()


def test_county_officers_are_still_asked_for_our_second_factor_unless_the_provider_is_trusted(
    client, cast, settings
) -> None:
    settings.MFA = "county"
    strong = User(sub="jin", claims={"staff_number": cast.antu.staff_number, "amr": ["pwd", "mfa"]})
    weak = User(sub="weak", claims={"staff_number": cast.nongan.staff_number, "amr": ["pwd"]})
    with provided(settings, strong):
        assert through(client, "jin") == "in"
        assert client.get("/api/v1/me").json()["must_enrol"] is True
        assert client.get("/api/v1/home").json()["code"] == "must_enrol"
    with provided(settings, strong, weak, trusts_mfa=True):
        assert through(client, "jin") == "in"
        assert client.get("/api/v1/me").json()["must_enrol"] is False
        assert client.get("/api/v1/home").status_code == 200
        assert through(client, "weak") == "in"
        assert client.get("/api/v1/home").json()["code"] == "must_enrol"
    # Trust is of the session, not of the person.
    client.logout()
    sign_in(client, cast.antu.staff_number)
    assert client.get("/api/v1/me").json()["must_enrol"] is True


def test_whoever_has_an_authenticator_app_gives_its_code_after_the_provider(client, cast, settings) -> None:
    secret = enrolled(client, cast.antu)
    client.logout()
    # A code counts once.
    cache.clear()
    with provided(settings, number_of(cast.antu, "jin")):
        assert through(client, "jin") == "in"
        assert client.get("/api/v1/me").status_code == 401
        pending = client.get("/_allauth/browser/v1/auth/session").json()["data"]["flows"]
        assert any(flow["id"] == "mfa_authenticate" and flow.get("is_pending") for flow in pending)
        code = {"code": code_of(secret)}
        answer = client.post("/_allauth/browser/v1/auth/2fa/authenticate", code, content_type="application/json")
        assert answer.status_code == 200
    assert client.get("/api/v1/me").json()["person"]["name"] == "金哲洙"
    assert history(cast.antu)[0] == ("sso", "ok")


def test_sessions_are_limited_as_after_a_password_and_another_person_takes_over_the_browser(
    client, cast, settings
) -> None:
    with provided(settings, number_of(cast.wanbao), number_of(cast.antu, "jin")):
        browsers = [Client() for _ in range(settings.SESSIONS + 1)]
        for one in browsers:
            assert through(one, "zhao") == "in"
        assert browsers[0].get("/api/v1/me").json()["why"] == "too_many"
        assert through(browsers[-1], "jin") == "in"
        assert browsers[-1].get("/api/v1/me").json()["person"]["name"] == "金哲洙"
        open_now = browsers[1].get("/api/v1/me/security").json()["sessions"]
        assert len(open_now) == settings.SESSIONS - 1


def test_signing_out_here_leads_to_signing_out_there(client, cast, settings) -> None:
    with provided(settings, number_of(cast.wanbao)) as issuer:
        assert through(client, "zhao") == "in"
        leave = client.get(SSO).json()["leave"]
        assert leave.startswith(f"{issuer}/oauth2/end_session?")
        assert parse_qs(urlsplit(leave).query)["post_logout_redirect_uri"] == ["http://testserver/login"]
        client.delete("/_allauth/browser/v1/auth/session")
        assert client.get("/api/v1/me").status_code == 401
        sign_in(client, cast.wanbao.staff_number)
        assert client.get(SSO).json()["leave"] == ""
