"""Moves that wait for an answer: how each ends, and what ends them without one."""

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.ground import clock
from hutong.transfers.models import Move
from hutong.transfers.moves import reading

# A child that left the register may have come to somebody else, who claims it; a file of these is nobody's to claim.
UNCLAIMABLE = (ExitReason.DEATH, ExitReason.MISTAKE)
Status = Move.Status


def close(wider: Grant, move: Move, status: Status, answer: str, to: int | None = None) -> Move:
    """Write how a move ended, by whom and when; the other end reads nothing of the child any more.

    wider: a grant that reaches both ends. to: the village where it ended, when only the township was named.
    """
    reading.close(wider, move, move.to_place, Status(status).label)
    move.to_place = to or move.to_place
    move.status, move.answer = status, answer[:200]
    move.decided_by, move.decided_by_name, move.decided_on = wider.person, wider.name, clock.today()
    move.save(update_fields=["status", "answer", "decided_by", "decided_by_name", "decided_on", "to_place", "hukou"])
    return move


def void(grant: Grant, child: Child, why: str, *, claims: bool = True) -> None:
    """Nothing is left to answer: the child left the register, died, was merged or went elsewhere. Inside an action of the
    child's own place. claims: whether what other places claimed is void too."""
    waiting = Move.objects.within(grant).filter(child=child, status=Status.ASKED)
    moves = list(waiting if claims else waiting.exclude(kind=Move.Kind.CLAIM))
    if moves:
        with reaching(grant, *{end for move in moves for end in (move.place, move.to_place)}) as wider:
            for move in moves:
                close(wider, move, Status.VOID, why)


def after_leaving(grant: Grant, child: Child, reason: ExitReason) -> None:
    """What the file's own app calls when a child leaves (children/followed.py)."""
    void(grant, child, f"已退出：{ExitReason(reason).label}", claims=reason in UNCLAIMABLE)


def of(child: Child) -> list[Move]:
    """What waits about a child, wherever it was asked; the caller reaches the child's own place."""
    return list(plain(Move).filter(child=child, status=Status.ASKED))
