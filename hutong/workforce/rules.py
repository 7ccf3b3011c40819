"""Who may appoint whom and where: opinion 二(一), S2-1. Pure decisions."""

from hutong.accounts.permissions import LEVELS, Role
from hutong.places.codes import Level, level_of

_GRASSROOTS = frozenset({Role.CHILD_DIRECTOR, Role.SUPERVISOR})
_BODIES = frozenset({Role.PROTECTION_INSTITUTION, Role.WELFARE_INSTITUTION, Role.DEPARTMENT, Role.PARTNER})
# Named by a level above: a bureau does not choose its colleagues, nor who audits it.
_FROM_ABOVE = frozenset({Role.CIVIL_AFFAIRS, Role.AUDITOR})

# The township leads its directors (annex 2, A2-2); the bureau its area's staff and the bureaus below it.
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.CHILD_DIRECTOR}),
    Role.CIVIL_AFFAIRS: _GRASSROOTS | _BODIES | _FROM_ABOVE,
    # Whoever runs the system sees no child, makes nobody who does, nor chooses who audits it.
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}


def may_appoint(by: Role | None, own_places: tuple[int, ...], role: Role, place: int) -> bool:
    """Whether a post in `role` at `place` is for this grant to fill or end; None is the system. Scope is not asked.

    A bureau fills bureaus and auditors below its own level only; those of the province come from the command line. Above the county
    it appoints no directors and supervisors.
    """
    if by is None:
        return True
    if by == Role.CIVIL_AFFAIRS:
        own = min(level_of(own) for own in own_places)
        if role in _FROM_ABOVE:
            return level_of(place) > own
        # Whom a county appoints is its own matter: above it a bureau fills the bodies of its own level and of the units without
        # one between, such as the districts of 长白山.
        if own < Level.COUNTY:
            return role in _BODIES and level_of(place) <= own + 1
    return role in APPOINTS.get(by, frozenset())


def fills(by: Role | None, role: Role) -> bool:
    """Whether posts in `role` are for this role to fill anywhere; None is the system."""
    return by is None or role in APPOINTS.get(by, frozenset())


def stands_at(role: Role, place: int) -> bool:
    """Whether the role exists at the level of the place: directors in villages, supervisors in townships."""
    return level_of(place) in LEVELS[role]
