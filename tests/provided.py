"""A provider of 统一身份认证 on this machine, and a browser that goes there and comes back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from hutong.accounts import context, provider
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, SignIn
from tests.test_sign_in import sign_in

SSO = "/_allauth/browser/v1/auth/sso"


@contextmanager
def provided(settings: Any, *known: User, **more: Any) -> Iterator[str]:
    """A provider that knows some people, and Hutong set to it; gives its address."""
    with run_server_in_thread(user_claims=known) as server:
        issuer = f"http://localhost:{server.server_port}"
        settings.SSO = provider.Provider(issuer, "hutong", "s3cret", "省政务统一身份认证", **more)
        yield issuer


def begin(client: Client, **body: Any) -> str:
    answer = client.post(f"{SSO}/begin", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["address"]


def there(address: str, who: str) -> str:
    """Sign in at the provider; gives the address to which it sends the browser back."""
    answer = requests.post(address, {"sub": who}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def came_back(client: Client, back: str) -> dict[str, list[str]]:
    """What the sign-in page is told."""
    answer = client.get(back)
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith("/login?")
    return parse_qs(urlsplit(answer["Location"]).query)


def through(client: Client, who: str, **body: Any) -> str:
    return came_back(client, there(begin(client, **body), who))["sso"][0]


def number_of(person: Person, sub: str = "zhao") -> User:
    return User(sub=sub, claims={"staff_number": person.staff_number})


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def enrolled(client: Client, person: Person) -> str:
    """Set up the second factor of a person; gives the secret of the app."""
    sign_in(client, person.staff_number)
    begun = client.post("/api/v1/me/second-factor/begin", "{}", content_type="application/json").json()
    code = json.dumps({"code": code_of(begun["secret"])})
    assert client.post("/api/v1/me/second-factor", code, content_type="application/json").status_code == 200
    return begun["secret"]


def history(person: Person) -> list[tuple[str, str]]:
    with context.as_person(person):
        return list(plain(SignIn).filter(person=person).order_by("-at", "-pk").values_list("how", "result"))
