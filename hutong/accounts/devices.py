"""The browsers in which somebody has signed in: a signed cookie, so that a colleague's or a stranger's wrong passwords at the
same router lock nobody out of their own (OWASP: device cookies). It lets nobody in; tries with it are counted apart."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from hutong.accounts.models import Person

COOKIE = "hutong_device"
DAYS = 90
# An office's machine is shared; who signed in longest ago falls out.
MOST = 12


def of(request: HttpRequest | None, person: Person | None) -> str:
    """The number of the request's browser where this person has lately signed in with it, else ''."""
    number, people = _read(request) if request else ("", [])
    return number if person and _mark(person) in people else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """The person has just signed in with this browser."""
    number, people = _read(request)
    people = [*[one for one in people if one != _mark(person)][1 - MOST :], _mark(person)]
    response.set_signed_cookie(
        COOKIE,
        ".".join([number or secrets.token_hex(8), *people]),
        max_age=DAYS * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    number, *people = request.get_signed_cookie(COOKIE, "", max_age=DAYS * 24 * 3600).split(".")
    return number, people


def _mark(person: Person) -> str:
    return salted_hmac(COOKIE, str(person.pk)).hexdigest()[:16]
