"""The own password once more, inside a session."""

from django.http import HttpRequest

from hutong.accounts import lockout
from hutong.accounts.http import Problem
from hutong.accounts.models import Person


def confirm(person: Person, password: str, request: HttpRequest, wrong: Problem) -> None:
    """Raise `wrong` where the password is not the person's, Problem 429 where it was tried too often from there."""
    if lockout.taken(person.staff_number, request):
        told = f"连续{lockout.FAILURES}次密码不对，请{lockout.MINUTES}分钟后再试。"
        raise Problem(429, told, "locked", wait=lockout.MINUTES * 60)
    if not person.check_password(password):
        raise wrong
    lockout.forget(person.staff_number, request)
