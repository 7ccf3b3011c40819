"""Who may try a password: five tries at an account from one network address within fifteen minutes, fifty from all addresses
where it never signed in, sixty failures from one address whatever the account.

In a browser where its owner has signed in tries are counted for that browser alone: nobody else's lock it.
Each try is counted before it is examined, by one atomic statement, so that of many at once five are looked at. Counts are
kept apart by address: strangers close an account where they are, and never where its owner has lately signed in. Of an
address only failures count: 150 officers who sign in rightly from one on the first morning never meet a limit.
allauth has limits of its own; they hold a lock for every attempt from one address, and count under the Host header.
"""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse

from hutong.accounts import counting, devices, sessions
from hutong.accounts.backends import canonical, find
from hutong.accounts.models import Person

FAILURES = 5
MINUTES = 15
ELSEWHERE = 50
FROM_ONE_ADDRESS = 60


def taken(login: str, request: HttpRequest) -> bool:
    """Count one more try at the account that a login names; whether it is one too many and must not be examined."""
    person = find(login)
    account = _account(login, person)
    if counting.take("sign-in", _from(account, person, request), MINUTES) > FAILURES:
        return True
    if _known(person, request):
        return False
    return counting.take("sign-in-elsewhere", account, MINUTES) > ELSEWHERE


def forget(login: str, request: HttpRequest) -> None:
    """A right password clears the account's tries from there."""
    person = find(login)
    counting.forget("sign-in", _from(_account(login, person), person, request))


def shut(person: Person | None, request: HttpRequest) -> bool:
    """Whether too many attempts failed from an address, whatever accounts they named; never for who has signed in from there."""
    network = sessions.network_of(sessions.address_of(request))
    return counting.so_far("address", network) >= FROM_ONE_ADDRESS and not _known(person, request)


def failed_from(address: str) -> None:
    """Note one failure from an address."""
    counting.take("address", sessions.network_of(address), MINUTES)


def refusal(code: str, sentence: str) -> HttpResponse:
    """429 in allauth's shape, with the time after which it may be tried again."""
    told = {"status": 429, "errors": [{"code": code, "message": sentence}]}
    headers = {"Retry-After": str(MINUTES * 60)}
    return JsonResponse(told, status=429, headers=headers, json_dumps_params={"ensure_ascii": False})


def _known(person: Person | None, request: HttpRequest) -> bool:
    """Whether the person has lately signed in with this browser or from this address."""
    if person is None:
        return False
    return bool(devices.of(request, person)) or sessions.known_here(person, sessions.address_of(request))


def _from(account: str, person: Person | None, request: HttpRequest) -> str:
    own = devices.of(request, person)
    return f"{account}#{own}" if own else f"{account}@{sessions.network_of(sessions.address_of(request))}"


def _account(login: str, person: Person | None) -> str:
    return str(person.pk) if person else hashlib.sha256(canonical(login).encode(errors="replace")).hexdigest()
