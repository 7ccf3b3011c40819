"""Moves that wait for an answer: how each ends, and what ends them without one."""

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.ground import clock
from hutong.processes import taking
from hutong.transfers.models import Move
from hutong.transfers.moves import reading

# A child that left the register may have come to somebody else, who claims it; a file of these is nobody's to claim.
UNCLAIMABLE = (ExitReason.DEATH, ExitReason.MISTAKE)
Status = Move.Status


def close(wider: Grant, move: Move, event: str, answer: str, to: int | None = None) -> Move:
    """Take the step by which a move ends, and write by whom and when; the other end reads nothing of the child any more.

    wider: a grant that reaches both ends. to: the village where it ended, when only the township was named.
    Raises Problem 409 for the second of two who end it.
    """
    asked_to = move.to_place
    who = {"decided_by": wider.person, "decided_by_name": wider.name, "decided_on": clock.today()}
    taking.take(wider, move, event, to_place=to or asked_to, answer=answer[:200], hukou=move.hukou, **who)
    reading.close(wider, move, asked_to, Status(move.status).label)
    return move


def done(grant: Grant, move: Move) -> str:
    """Who decided a move and when, for who comes after; an officer's name is told at that officer's own end alone."""
    if move.decided_on is None:
        return ""
    day = f"{move.decided_on.month}月{move.decided_on.day}日"
    if move.status == Status.VOID:  # by either end, or by a third one that the child went to
        return day
    return f"{move.decided_by_name if grant.covers(move.decided_at) else '对方'}，{day}"


def void(grant: Grant, child: Child, why: str, *, claims: bool = True) -> None:
    """Nothing is left to answer: the child left the register, died, was merged or went elsewhere. Inside an action of the
    child's own place. claims: whether what other places claimed is void too."""
    waiting = Move.objects.within(grant).filter(child=child, status=Status.ASKED)
    moves = list(waiting if claims else waiting.exclude(kind=Move.Kind.CLAIM))
    if moves:
        with reaching(grant, *{end for move in moves for end in (move.place, move.to_place)}) as wider:
            for move in moves:
                close(wider, move, "lapse", why)


def after_leaving(grant: Grant, child: Child, reason: ExitReason) -> None:
    """What the file's own app calls when a child leaves (children/followed.py)."""
    void(grant, child, f"已退出：{ExitReason(reason).label}", claims=reason in UNCLAIMABLE)


def of(child: Child) -> list[Move]:
    """What waits about a child, wherever it was asked; the caller reaches the child's own place."""
    return list(plain(Move).filter(child=child, status=Status.ASKED))
