"""A number that is registered already: in scope it leads to the file, outside only to the word that it exists."""

import uuid

from hutong.accounts.http import Problem
from hutong.accounts.limits import Limit
from hutong.accounts.scope import Grant
from hutong.children import identity
from hutong.journal.actions import looked

# Asking numbers one by one must not become a way to learn who is registered.
TRIES = Limit("elsewhere", 30, 60, "查询外地登记")


def refuse_registered(grant: Grant, number: str | None, place: int, own: uuid.UUID | None = None) -> None:
    """Raise Problem 409 when a number is registered for another child than `own`.

    Asked before anything else is checked, and outside the scope limited and logged even though the request is refused;
    the answer is the same whatever the name, so that it tells nothing about the child.
    """
    if number and find(grant, number, place, own):
        raise taken()


def find(grant: Grant, number: str, place: int, own: uuid.UUID | None = None) -> identity.Found | None:
    """A number registered outside the scope, asked limited times and logged. Raises Problem 409 for one inside, 429."""
    found = identity.find([number], grant.avoids).get(number)
    if found is None or found.child == own:
        return None
    if found.in_scope:
        raise Problem(409, "这个证件号码已经建档，请打开原有档案。", "registered", child_id=str(found.child))
    if not TRIES.take(str(grant.person), TRIES.most):
        raise TRIES.refused()
    looked(grant, "elsewhere", grant.places[0] if grant.places else place, None, "填写的证件号码已在外地登记")
    return found


def taken() -> Problem:
    """What may be said about a number registered outside the caller's scope."""
    message = "这个证件号码已在其他地方登记，请联系上级民政部门办理认领或迁移。"
    return Problem(409, message, "registered_elsewhere", keep=True)
