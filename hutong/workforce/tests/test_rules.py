"""Who may fill which post, S2-1."""

import pytest

from hutong.accounts.permissions import PERMISSIONS, Permission, Role
from hutong.workforce.rules import APPOINTS, may_appoint, stands_at

VILLAGE, TOWNSHIP, COUNTY = 222426_105_204, 222426_105_000, 222426_000_000
PREFECTURE, PROVINCE = 2224_00_000_000, 22 * 10**10
CHANGBAISHAN, CHIBEI = 2298_00_000_000, 229801_000_000


@pytest.mark.parametrize(
    ("role", "place", "stands"),
    [
        (Role.CHILD_DIRECTOR, VILLAGE, True),
        (Role.CHILD_DIRECTOR, TOWNSHIP, False),
        (Role.SUPERVISOR, TOWNSHIP, True),
        (Role.SUPERVISOR, VILLAGE, False),
        (Role.CIVIL_AFFAIRS, TOWNSHIP, False),
        (Role.CIVIL_AFFAIRS, CHANGBAISHAN, True),
        (Role.PROTECTION_INSTITUTION, CHIBEI, True),
    ],
)
def test_posts_stand_at_the_levels_of_the_document(role: Role, place: int, stands: bool) -> None:
    assert stands_at(role, place) is stands


@pytest.mark.parametrize(
    ("by", "own", "role", "place", "allowed"),
    [
        (Role.SUPERVISOR, TOWNSHIP, Role.CHILD_DIRECTOR, VILLAGE, True),
        (Role.SUPERVISOR, TOWNSHIP, Role.SUPERVISOR, TOWNSHIP, False),
        (Role.CIVIL_AFFAIRS, COUNTY, Role.CHILD_DIRECTOR, VILLAGE, True),
        (Role.CIVIL_AFFAIRS, COUNTY, Role.SUPERVISOR, TOWNSHIP, True),
        (Role.CIVIL_AFFAIRS, COUNTY, Role.PROTECTION_INSTITUTION, COUNTY, True),
        (Role.CIVIL_AFFAIRS, COUNTY, Role.CIVIL_AFFAIRS, COUNTY, False),
        (Role.CIVIL_AFFAIRS, PREFECTURE, Role.CIVIL_AFFAIRS, COUNTY, True),
        (Role.CIVIL_AFFAIRS, CHANGBAISHAN, Role.CIVIL_AFFAIRS, CHIBEI, True),
        (Role.CIVIL_AFFAIRS, PROVINCE, Role.AUDITOR, COUNTY, True),
        (Role.CIVIL_AFFAIRS, COUNTY, Role.AUDITOR, COUNTY, False),
        (Role.CIVIL_AFFAIRS, PROVINCE, Role.ADMINISTRATOR, PROVINCE, False),
        (Role.CHILD_DIRECTOR, VILLAGE, Role.CHILD_DIRECTOR, VILLAGE, False),
        (Role.AUDITOR, COUNTY, Role.CHILD_DIRECTOR, VILLAGE, False),
        (Role.ADMINISTRATOR, PROVINCE, Role.AUDITOR, COUNTY, False),
        (Role.ADMINISTRATOR, PROVINCE, Role.ADMINISTRATOR, COUNTY, True),
        (Role.ADMINISTRATOR, PROVINCE, Role.CIVIL_AFFAIRS, COUNTY, False),
        (Role.ADMINISTRATOR, PROVINCE, Role.DEPARTMENT, COUNTY, False),
        (None, PROVINCE, Role.CIVIL_AFFAIRS, COUNTY, True),
        (None, PROVINCE, Role.ADMINISTRATOR, PROVINCE, True),
    ],
)
def test_everybody_appoints_only_those_they_lead(
    by: Role | None, own: int, role: Role, place: int, allowed: bool
) -> None:
    assert may_appoint(by, (own,), role, place) is allowed


def test_an_administrator_fills_no_post_that_sees_a_child() -> None:
    assert not any(Permission.CHILD_READ in PERMISSIONS[role] for role in APPOINTS[Role.ADMINISTRATOR])
