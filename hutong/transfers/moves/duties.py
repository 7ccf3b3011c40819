"""A2-3: a move that waits is owed an answer by the other end's supervisor."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.duties import once
from hutong.duties.registry import Rule, register
from hutong.places import refs as named
from hutong.transfers.models import Move

# Whoever answers: the end that is asked.
ASKED = "CASE WHEN w.kind = 'claim' THEN w.place ELSE w.to_place END"


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
            sql=once.OWED,
            met=once.MET,
            # The answer discharges it; what was taken back or became void is no longer owed.
            parts=once.parts(
                "transfers_move",
                "w.asked_on",
                "w.decided_on",
                place=ASKED,
                situation="w.kind::text",
                open="w.status = 'asked'",
                done="w.status IN ('accepted', 'refused')",
            ),
            details=details,
            where="/moves",
            waivable=False,
            # The answer is the work of the end that gives it, though the child goes.
            stays=True,
            reads={"transfers_move": "child"},
        )
    )
