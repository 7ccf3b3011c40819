"""Who may try a password: five tries at an account from one network address within fifteen minutes, fifty from all addresses
where it never signed in, sixty failures from one address whatever the account.

Each try is counted before it is examined, by one atomic statement, so that of many at once five are looked at. Counts are
kept apart by address: strangers close an account where they are, and never where its owner has lately signed in. Of an
address only failures count: 150 officers who sign in rightly from one on the first morning never meet a limit.
allauth has limits of its own; they hold a lock for every attempt from one address, and count under the Host header.
"""

import hashlib

from django.http import HttpResponse, JsonResponse

from hutong.accounts import counting, sessions
from hutong.accounts.backends import canonical, find
from hutong.accounts.models import Person

FAILURES = 5
MINUTES = 15
ELSEWHERE = 50
FROM_ONE_ADDRESS = 60


def taken(login: str, address: str) -> bool:
    """Count one more try at the account that a login names; whether it is one too many and must not be examined."""
    person = find(login)
    account = _account(login, person)
    if counting.take("sign-in", f"{account}@{sessions.network_of(address)}", MINUTES) > FAILURES:
        return True
    if person and sessions.known_here(person, address):
        return False
    return counting.take("sign-in-elsewhere", account, MINUTES) > ELSEWHERE


def forget(login: str, address: str) -> None:
    """A right password clears the account's tries from there."""
    counting.forget("sign-in", f"{_account(login, find(login))}@{sessions.network_of(address)}")


def shut(address: str) -> bool:
    """Whether too many attempts failed from an address, whatever accounts they named."""
    return counting.so_far("address", sessions.network_of(address)) >= FROM_ONE_ADDRESS


def failed_from(address: str) -> None:
    """Note one failure from an address."""
    counting.take("address", sessions.network_of(address), MINUTES)


def refusal(code: str, sentence: str) -> HttpResponse:
    """429 in allauth's shape, with the time after which it may be tried again."""
    told = {"status": 429, "errors": [{"code": code, "message": sentence}]}
    headers = {"Retry-After": str(MINUTES * 60)}
    return JsonResponse(told, status=429, headers=headers, json_dumps_params={"ensure_ascii": False})


def _account(login: str, person: Person | None) -> str:
    return str(person.pk) if person else hashlib.sha256(canonical(login).encode(errors="replace")).hexdigest()
