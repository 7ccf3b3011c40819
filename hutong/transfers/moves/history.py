"""How a move reads in the child's timeline."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import timeline
from hutong.journal.models import Entry
from hutong.places import refs as named
from hutong.transfers.models import Move

TITLES = {
    "moves.ask": "请求迁出",
    "moves.claim": "外地请求认领",
    "children.claim": "外地请求认领",
    "moves.accept": "迁移",
    "moves.refuse": "迁移被退回",
    "moves.withdraw": "迁移撤回",
    # After a village was divided (children/splits); these move at once.
    "splits.place": "迁移",
    "splits.undo": "迁移",
}


def start() -> None:
    """Tell the timeline how moves read."""
    for action in TITLES:
        timeline.register(action, "move", _describe)


def _describe(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    actions = {entry.record: entry.action for entry in entries}
    moves = list(plain(Move).filter(pk__in=actions))
    names = named.names({end for move in moves for end in (move.place, move.to_place)})
    return {move.pk: _told(move, actions[move.pk], names) for move in moves}


def _told(move: Move, action: str, names: dict[int, str]) -> tuple[str, str]:
    way = f"{names[move.place]} → {names[move.to_place]}"
    if move.kind == Move.Kind.DIRECT or action == "moves.accept":
        return f"迁移：{way}", move.reason
    return TITLES[action], f"{way}；{move.answer if action in ('moves.refuse', 'moves.withdraw') else move.reason}"
