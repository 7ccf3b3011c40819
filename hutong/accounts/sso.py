"""Sign-in by 统一身份认证 (HUTONG_SSO_…): who the provider names gets the session that a password would have given.

Only an account that an appointment made, found by the staff number that the provider tells; never made, never by e-mail.
A POST begins and the browser comes back by GET: only a browser whose session holds the state is let in, so that nobody
is signed in by a link. Passwords keep working beside it, and locked ones do not stop it.
"""

import json
import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hutong.accounts import context, held, oidc, people, sessions
from hutong.accounts.models import Person
from hutong.accounts.presence import How, Result

log = logging.getLogger("hutong")
METHOD = "sso"
# Why somebody whom the provider knows may not come in, and how the history of sign-ins says it.
NOT_HERE = {"suspended": Result.SUSPENDED, "no_post": Result.NO_POST}


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """Public: what the button says, empty where there is no provider; leave: where this session signs out there too."""
    named = settings.SSO.name if settings.SSO else ""
    leave = oidc.leaving(request.build_absolute_uri("/login")) if settings.SSO and came_by_it(request) else ""
    return JsonResponse({"name": named, "leave": leave})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Public: where the browser goes now; next: the page that it wanted. 404 without provider, 503 with the reason."""
    if not settings.SSO:
        return JsonResponse({"code": "off"}, status=404)
    callback = request.build_absolute_uri(reverse("sso_callback"))
    try:
        return JsonResponse({"address": oidc.begin(request, callback, _next(request))})
    except oidc.Refused as refused:
        log.warning("sso: %s, %r", refused, refused.__cause__)
        return JsonResponse({"code": str(refused)}, status=503)


def _next(request: HttpRequest) -> str:
    try:
        told = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        told = {}
    asked = told.get("next") if isinstance(told, dict) else None
    own = isinstance(asked, str) and asked.startswith("/") and not asked.startswith(("//", "/\\")) and len(asked) < 500
    return str(asked) if own else "/"


@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """The provider sends the browser here; it goes on to the sign-in page, which says what came of it."""
    if not settings.SSO:
        return _back("off")
    try:
        claims, following = oidc.finish(request)
    except oidc.Refused as refused:
        log.warning("sso: %s, %r", refused, refused.__cause__)
        return _back(str(refused))
    person = _named(claims.get(settings.SSO.claim))
    if person is None:
        return _back("unknown")
    if why := _kept_out(person):
        sessions.note(request, person, NOT_HERE[why], How.SSO)
        return _back(why)
    _sign_in(request, person, settings.SSO.trusts_mfa and "mfa" in _methods(claims))
    return _back("in", following)


def _named(number: Any) -> Person | None:
    if isinstance(number, bool) or not isinstance(number, str | int):
        return None
    text = str(number).strip()
    return people.called(text) if text and text.isprintable() else None


def _kept_out(person: Person) -> str:
    if not person.is_active:
        return "suspended"
    return "" if held.posts_of(person) else "no_post"


def _methods(claims: dict[str, Any]) -> list[Any]:
    """How the person signed in there (amr, RFC 8176)."""
    told = claims.get("amr")
    return told if isinstance(told, list) else []


def _sign_in(request: HttpRequest, person: Person, vouches: bool) -> None:
    if (here := request.session.get(sessions.KEY)) and (person_here := request.session.get(SESSION_KEY)):
        sessions.leave(here, person_here)
    logout(request)
    record_authentication(request, person, METHOD)
    if vouches:
        record_authentication(request, person, "mfa", type=METHOD)
    # allauth's steps follow as after a password; its answer is for pages that Hutong does not have.
    perform_login(request, person)


def _back(outcome: str, following: str = "/") -> HttpResponse:
    query = {"sso": outcome} | ({"next": following} if following != "/" else {})
    return HttpResponseRedirect(f"/login?{urlencode(query)}")


def came_by_it(request: HttpRequest) -> bool:
    """Whether this session began at the provider."""
    return any(one["method"] == METHOD for one in get_authentication_records(request, _who(request)))


def vouched(request: HttpRequest, person: Person) -> bool:
    """Whether the provider's second factor stands for ours in this session."""
    records = get_authentication_records(request, person)
    return any(one["method"] == "mfa" and one.get("type") == METHOD for one in records)


def _who(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


class SecondStep(AuthenticateStage):
    """The step of sign-in that asks for our own code, unless the provider asked for one and is believed."""

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        assert isinstance(person, Person)
        with context.as_person(person):
            return not vouched(request, person) and super()._should_handle(request)
