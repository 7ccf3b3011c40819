"""Five wrong passwords within fifteen minutes lock an account for the rest of them.

allauth has limits of its own; they hold a lock for every attempt from one address, which the offices of a
county share, and count under the Host header. Here each failure takes one of five places, by an atomic insert.
"""

import hashlib

from django.core.cache import cache

from hutong.accounts.backends import find

FAILURES = 5
MINUTES = 15


def locked(login: str) -> bool:
    """Whether the account that this login names has used up its attempts."""
    return len(cache.get_many(_places(login))) == FAILURES


def failed(login: str) -> None:
    """Note one wrong password."""
    any(cache.add(place, 1, MINUTES * 60) for place in _places(login))


def forget(login: str) -> None:
    """A right password clears the account's failures."""
    cache.delete_many(_places(login))


def _places(login: str) -> list[str]:
    person = find(login)
    account = str(person.pk) if person else hashlib.sha256(login.encode(errors="replace")).hexdigest()
    return [f"sign-in:{account}:{number}" for number in range(FAILURES)]
