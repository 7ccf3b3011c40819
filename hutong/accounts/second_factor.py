"""The second factor: who needs one, its secret sealed, and the step of sign-in that asks for its code (TOTP, RFC 6238)."""

import base64
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core import context as allauth
from allauth.headless.internal.restkit.response import ErrorResponse
from allauth.headless.mfa.views import AuthenticateView
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from hutong.accounts import context, lockout, people, sessions, sso
from hutong.accounts.grants import Grant
from hutong.accounts.models import Person
from hutong.accounts.presence import How, Result
from hutong.ground import query, sealing
from hutong.places.codes import Level, level_of

WRONG = "验证码不对，或者刚刚用过；请等验证器显示下一个验证码再填。"
BOUND_TO = "mfa_authenticator.data"


class Adapter(DefaultMFAAdapter):
    """Secrets lie sealed in the table, and every sentence is Chinese."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG}

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        assert isinstance(user, Person)
        return f"{user.name} {user.staff_number}"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(text, BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(base64.b64decode(encrypted_text), BOUND_TO)

    def is_mfa_enabled(self, user: AbstractBaseUser | AnonymousUser | None, types: Any = None) -> bool:
        """As allauth's. In the request that brought the password the database knows nobody yet, so allauth reads the
        login that waits for its second step as nobody's (config/watch.py knows it from the next request on)."""
        session = allauth.request.session if allauth.request else {}
        person = user if isinstance(user, Person) else people.somebody(pending(session))
        if person is None:
            return False
        with context.as_person(person):
            return super().is_mfa_enabled(person, types)


def pending(session: SessionBase | dict[str, Any]) -> str | None:
    """The id of whoever gave a password in this session and owes the second step; None of who is signed in."""
    login = session.get(LOGIN_SESSION_KEY)
    return login.get("user_pk") if isinstance(login, dict) and SESSION_KEY not in session else None


def has_one(person: Person) -> bool:
    """Whether sign-in asks this person for a code."""
    with context.as_person(person):
        return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()


def digest(person: Person) -> str:
    """Of the person's second factor as it lies now, for `Person.factors`: whoever changes the one saves the other with it."""
    with context.as_person(person):
        [[found]] = query.rows("SELECT journal_factors(%s)", [person.pk])
    return found


def needed(grant: Grant) -> bool:
    """Whether a post of this grant may be used with a second factor only."""
    if settings.MFA == "all":
        return True
    return settings.MFA == "county" and any(level_of(place) <= Level.COUNTY for place in grant.places)


def missing(request: HttpRequest, person: Person, grant: Grant) -> bool:
    """Whether the person must set one up before anything else. Asked with every request: the setting first."""
    return needed(grant) and person.second_factor_at is None and not sso.vouched(request, person)


class SecondStepView(AuthenticateView):
    """POST a code. Wrong ones count like wrong passwords, for six digits are soon guessed."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lockout.forget(self._person().staff_number, request)
        return super().post(request, *args, **kwargs)

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        from allauth.account.stages import LoginStageController

        stage = LoginStageController.enter(request, AuthenticateStage.key)
        if stage and lockout.taken(stage.login.user.staff_number, request):  # type: ignore[union-attr]  # set at this stage
            code = "too_many_login_attempts"
            return lockout.refusal(code, str(account_adapter().error_messages[code]))
        return super().handle(request, *args, **kwargs)

    def handle_invalid_input(self, input: Any) -> ErrorResponse:
        person = self._person()
        lockout.failed_from(sessions.address_of(self.request))
        sessions.note(self.request, person, Result.WRONG_CODE, How.SECOND_FACTOR)
        return super().handle_invalid_input(input)

    def _person(self) -> Person:
        assert self.stage
        person = self.stage.login.user
        assert isinstance(person, Person)
        return person
