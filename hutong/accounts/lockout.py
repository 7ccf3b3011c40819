"""Five wrong passwords within fifteen minutes lock an account, sixty from one network address shut that for newcomers.

allauth has limits of its own; they hold a lock for every attempt from one address, which the offices of a
county share, and count under the Host header. Here each failure takes one of so many places, by an atomic insert, and
only failures count: 150 officers who sign in rightly from one address on the first morning never meet a limit. Whoever
has lately signed in from an address is let in even while it is shut.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse

from hutong.accounts.backends import canonical, find

FAILURES = 5
MINUTES = 15
FROM_ONE_ADDRESS = 60


def locked(login: str) -> bool:
    """Whether the account that this login names has used up its attempts."""
    return len(cache.get_many(_places(login))) == FAILURES


def failed(login: str) -> None:
    """Note one wrong password or code."""
    _take(_places(login))


def forget(login: str) -> None:
    """A right password clears the account's failures."""
    cache.delete_many(_places(login))


def shut(address: str) -> bool:
    """Whether too many attempts failed from an address, whatever accounts they named."""
    return len(cache.get_many(_places_of(address))) == FROM_ONE_ADDRESS


def failed_from(address: str) -> None:
    """Note one failure from an address."""
    _take(_places_of(address))


def refusal(code: str, sentence: str) -> HttpResponse:
    """429 in allauth's shape, with the time after which it may be tried again."""
    told = {"status": 429, "errors": [{"code": code, "message": sentence}]}
    headers = {"Retry-After": str(MINUTES * 60)}
    return JsonResponse(told, status=429, headers=headers, json_dumps_params={"ensure_ascii": False})


def _take(places: list[str]) -> None:
    taken = cache.get_many(places)
    any(cache.add(place, 1, MINUTES * 60) for place in places if place not in taken)


def _places(login: str) -> list[str]:
    person = find(login)
    account = str(person.pk) if person else hashlib.sha256(canonical(login).encode(errors="replace")).hexdigest()
    return [f"sign-in:{account}:{number}" for number in range(FAILURES)]


def _places_of(address: str) -> list[str]:
    name = hashlib.sha256(address.encode(errors="replace")).hexdigest()
    return [f"address:{name}:{number}" for number in range(FROM_ONE_ADDRESS)]
