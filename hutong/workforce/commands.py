"""What the command line does with posts and accounts, in the name of the system."""

from datetime import date
from typing import Any

from hutong.accounts import context, grants
from hutong.accounts.permissions import Role
from hutong.workforce import actions


def appoint(
    place: int, role: Role, name: str, phone: str, since: date | None, basis: str, *, sealed: bool = False
) -> dict[str, Any]:
    """Fill one post; gives staff number and, for a new person, the initial password. Raises Problem.

    sealed: named for sealed matters without a second person, for the first holders of a province (ADR 22)."""
    wanted = actions.Appointment(place, role, name, phone, "", since, basis, sealed=sealed)
    with context.within(grants.system()) as grant:
        [done] = actions.appoint(grant, [wanted])
    return {
        "post": str(done.post.id),
        "staff_number": done.post.person.staff_number,
        "initial_password": done.initial_password,
    }


def reset_password(staff_number: str) -> str:
    """A new initial password for an account. Raises Problem when there is none."""
    with context.within(grants.system()) as grant:
        return actions.reset_any_password(grant, staff_number)
