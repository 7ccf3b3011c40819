"""A2-3, A1-4: one number on two files. Neither end is told; who is above both owes an answer (ADR 24)."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.doubles.evidence import SAME_NUMBER
from hutong.doubles.models import Double
from hutong.duties.registry import NIGHT, Rule, register
from hutong.places import refs as named
from hutong.places.codes import Level

SAME = f"""d.evidence @> '["{SAME_NUMBER}"]'"""
SHARED = """
SELECT d.id AS subject, NULL::uuid AS child, p.code AS place, d.id AS basis,
       (d.found_at AT TIME ZONE 'Asia/Shanghai')::date AS owed_since, ARRAY[]::text[] AS categories,
       'open' AS situation, NULL::date AS no_later_than
FROM places_place p JOIN doubles_double d ON d.place = p.code
WHERE p.level {level} AND d.status = 'open' AND {same} AND {only}
"""
DECIDED = """
SELECT d.id AS subject, d.id AS record, (d.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS "on"
FROM places_place p JOIN doubles_double d ON d.place = p.code
WHERE p.level {level} AND d.status IN ('merged', 'not_double') AND {same} AND {only}
"""


def details(doubles: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Whose files they are, and where."""
    found = list(plain(Double).filter(pk__in=doubles))
    children = plain(Child).in_bulk({child for one in found for child in (one.first, one.second)})
    names = named.names({child.place for child in children.values()})
    told = {key: f"{names[child.place]}的{child.name}" for key, child in children.items()}
    return {one.pk: f"{told[one.first]}与{told[one.second]}是同一个证件号码" for one in found}


def start() -> None:
    """Make the rules live."""
    _shared("number_township", "A2-3", Role.SUPERVISOR, f"= {Level.TOWNSHIP.value}")
    _shared("number_above", "A1-4", Role.CIVIL_AFFAIRS, f"< {Level.TOWNSHIP.value}")


def _shared(key: str, clause: str, owner: Role, level: str) -> None:
    register(
        Rule(
            key=key,
            clause=clause,
            owner=owner,
            title="查明同号档案",
            why="两份档案填了同一个证件号码，双方都不知道对方",
            sql=SHARED,
            met=DECIDED,
            about="place",
            details=details,
            where="/doubles",
            waivable=False,
            parts={"level": level, "same": SAME},
            reads={"doubles_double": "place", "places_place": NIGHT},
        )
    )
