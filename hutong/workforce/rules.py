"""Who may appoint whom and where: opinion 二(一), S2-1. Pure decisions."""

from hutong.accounts.permissions import LEVELS, Role
from hutong.places.codes import level_of

_GRASSROOTS = frozenset({Role.CHILD_DIRECTOR, Role.SUPERVISOR})
_BODIES = frozenset({Role.PROTECTION_INSTITUTION, Role.WELFARE_INSTITUTION, Role.DEPARTMENT, Role.PARTNER})

# The township leads its directors (annex 2, A2-2); the bureau its area's staff and the bureaus below it.
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.CHILD_DIRECTOR}),
    Role.CIVIL_AFFAIRS: _GRASSROOTS | _BODIES | {Role.CIVIL_AFFAIRS},
    # Whoever audits is not chosen by those audited. Whoever runs the system sees no child, nor makes anybody who does.
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
}


def may_appoint(by: Role | None, own_places: tuple[int, ...], role: Role, place: int) -> bool:
    """Whether a post in `role` at `place` is for this grant to fill or end; None is the system. Scope is not asked.

    A bureau fills bureaus below its own level only; its own colleagues are named by the level above.
    """
    if by is None:
        return True
    if by == Role.CIVIL_AFFAIRS and role == Role.CIVIL_AFFAIRS:
        return level_of(place) > min(level_of(own) for own in own_places)
    return role in APPOINTS.get(by, frozenset())


def stands_at(role: Role, place: int) -> bool:
    """Whether the role exists at the level of the place: directors in villages, supervisors in townships."""
    return level_of(place) in LEVELS[role]
