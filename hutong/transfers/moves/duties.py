"""A2-3: a move that waits is owed an answer by the other end's supervisor."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.duties.registry import Rule, register
from hutong.places import refs as named
from hutong.transfers.models import Move

ANSWER = """
SELECT m.id AS subject, c.id AS child, c.place, m.id AS basis,
       m.asked_on AS owed_since, ARRAY[]::text[] AS categories, m.kind::text AS situation, NULL::date AS no_later_than
FROM transfers_move m CROSS JOIN LATERAL (
    SELECT m.child_id AS id, CASE WHEN m.kind = 'claim' THEN m.place ELSE m.to_place END AS place) c
WHERE m.status = 'asked' AND {only}
"""
# The answer discharges it; what was taken back or became void is no longer owed.
ANSWERED = """
SELECT m.id AS subject, m.id AS record, m.decided_on AS "on"
FROM transfers_move m CROSS JOIN LATERAL (
    SELECT m.child_id AS id, CASE WHEN m.kind = 'claim' THEN m.place ELSE m.to_place END AS place) c
WHERE m.status IN ('accepted', 'refused') AND {only}
"""


def details(moves: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Who comes from where, or who is claimed."""
    found = list(plain(Move).filter(pk__in=moves))
    names = named.names({end for move in found for end in (move.place, move.to_place)})
    return {move.pk: _told(move, names) for move in found}


def _told(move: Move, names: dict[int, str]) -> str:
    if move.kind == Move.Kind.CLAIM:
        return f"{names[move.to_place]}请求认领{move.name}：{move.reason}"
    return f"{move.name}要从{names[move.place]}迁入{names[move.to_place]}：{move.reason}"


def start() -> None:
    """Make the rule live."""
    register(
        Rule(
            key="move",
            clause="A2-3",
            owner=Role.SUPERVISOR,
            title="答复迁移",
            why="有儿童要迁入或被外地认领，还没有答复",
            sql=ANSWER,
            met=ANSWERED,
            details=details,
            where="/moves",
            waivable=False,
            # The answer is the work of the end that gives it, though the child goes.
            stays=True,
            reads={"transfers_move": "child"},
        )
    )
