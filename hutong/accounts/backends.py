"""Sign-in by staff number or phone."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from hutong.accounts import people, phones
from hutong.accounts.models import Person

_known: ContextVar[Person | None] = ContextVar("known", default=None)


@contextmanager
def known(person: Person | None) -> Iterator[None]:
    """A person looked up a moment ago, whom Django need not look up again to check the session's hash."""
    token = _known.set(person)
    try:
        yield
    finally:
        _known.reset(token)


def canonical(login: str) -> str:
    """A login as all ways of typing it are: what counts for nobody counts as it would for somebody."""
    text = unicodedata.normalize("NFKC", login).strip()
    number = phones.digits(text)
    return number if phones.is_mobile(number) else text


def find(login: str) -> Person | None:
    """The person of a staff number or a phone number, however typed; None when there is none."""
    text = unicodedata.normalize("NFKC", login).strip()
    number = phones.digits(text)
    return people.called(text, phones.token(number) if number else None)


class StaffNumberOrPhone(BaseBackend):
    """Checks a password. Whoever is not active has no session either, from the next request on."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **other: Any,
    ) -> Person | None:
        if not username or not password:
            return None
        person = find(username)
        if person is None:
            # As slow as a wrong password, so that the time does not tell which accounts exist.
            make_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: Any) -> Person | None:
        known = _known.get()
        if known is not None and known.pk == user_id:
            return known if known.is_active else None
        person = people.somebody(user_id)
        return person if person and person.is_active else None
