"""Ask, claim, accept, refuse, withdraw. The child stays with the origin, duties and all, until the other end receives it."""

import uuid
from typing import Any

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children import followed
from hutong.children.models import Child
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.places.codes import Level, covers
from hutong.places.models import Place
from hutong.processes import taking
from hutong.transfers.models import Move, PacketOut
from hutong.transfers.moves import reading, waiting
from hutong.transfers.moves.carry import carry
from hutong.transfers.moves.waiting import UNCLAIMABLE, close

Status, Kind = Move.Status, Move.Kind
EXIT = {"exit_reason": "", "exited_on": None, "exit_note": "", "last_payment_month": None}


@action("moves.ask", Permission.CHILD_WRITE)
def ask(grant: Grant, child: Child, to: int, reason: str, *, hukou: bool = False) -> Move:
    """ "孩子搬到了…": ask the other end to receive; within one's own jurisdiction it is done at once. Raises Refused.

    Asked again for the same place it answers with the move that waits.
    """
    refuse_sealed(reason=reason)
    child = Child.objects.within(grant).select_for_update().get(pk=child.pk)
    _may_go(child, to)
    if asked := Move.objects.within(grant).filter(child=child, to_place=to, status=Status.ASKED).first():
        return asked
    at_once = grant.covers(to)
    if at_once and not _is_village(to):
        raise Refused([("to", "请选择具体的村（社区）。")])
    kind = Kind.DIRECT if at_once else Kind.HANDOVER
    with reaching(grant, to) as wider:
        move = _asked(grant, child, to, kind, child.name, reason, hukou=hukou)
        return _receive(wider, move, child, to) if at_once else move


@action("moves.claim", Permission.CHILD_WRITE)
def claim(grant: Grant, child: Child, name: str, to: int, reason: str) -> Move:
    """认领: a child of this jurisdiction lives in another of its villages, and the end that holds the file is asked to let
    it go. Started by who is above both (doubles); `name` is what the file there says. Raises Refused.
    """
    refuse_sealed(reason=reason)
    if not (grant.covers(to) and _is_village(to)):
        raise Refused([("to", "请选择辖区内的一个村（社区）。")])
    child = Child.objects.within(grant).select_for_update().get(pk=child.pk)
    if child.exit_reason in UNCLAIMABLE:
        raise Refused([("number", "原登记地已注销这份档案，不能认领；请核实后恢复，或认定不是同一个孩子。")])
    if asked := plain(Move).filter(child=child, to_place=to, status=Status.ASKED).first():
        return asked
    return _asked(grant, child, to, Kind.CLAIM, name, reason)


@action("moves.accept", Permission.ANSWER)
def accept(grant: Grant, move: uuid.UUID, to: int | None = None, *, hukou: bool | None = None) -> Move:
    """Receive a child (or, of a claim, let it go): the file and all its records change place now. Raises Refused, Problem 409.

    to: the village, where the origin named only the township. hukou: the origin's county goes on reading the file.
    """
    found, child = _locked(grant, move, "accept")
    to = to or found.to_place
    if not covers(found.to_place, to) or not _is_village(to):
        raise Refused([("to", "请选择接收的村（社区）。")])
    if child.exit_reason in UNCLAIMABLE:
        raise Refused("这份档案已注销，不能迁移。")
    if hukou is not None and found.kind == Kind.CLAIM:
        found.hukou = hukou
    with reaching(grant, found.place, found.to_place) as wider:
        return _receive(wider, found, child, to)


@action("moves.refuse", Permission.ANSWER)
def refuse(grant: Grant, move: uuid.UUID, reason: str) -> Move:
    """Send it back with a reason; the child stays where it is. Raises Refused, Problem 409."""
    refuse_sealed(reason=reason)
    found, _ = _locked(grant, move, "refuse")
    with reaching(grant, found.place, found.to_place) as wider:
        close(wider, found, "refuse", reason)
        return found


@action("moves.withdraw", Permission.CHILD_WRITE)
def withdraw(grant: Grant, move: uuid.UUID, reason: str = "") -> Move:
    """Take back what one's own end asked. Raises Refused, Problem 409."""
    refuse_sealed(reason=reason)
    found, _ = _locked(grant, move, "withdraw")
    with reaching(grant, found.place, found.to_place) as wider:
        close(wider, found, "withdraw", reason)
        return found


def _asked(grant: Grant, child: Child, to: int, kind: str, name: str, reason: str, **more: Any) -> Move:
    move = Move(child=child, place=child.place, to_place=to, kind=kind, name=name, reason=reason,
                asked_by=grant.person, asked_by_name=grant.name, asked_on=clock.today(), **more)  # fmt: skip
    move.save(force_insert=True)
    reading.offer(grant, move, child)
    return move


def _receive(wider: Grant, move: Move, child: Child, to: int) -> Move:
    close(wider, move, "accept", "", to)
    for other in waiting.of(child):
        with reaching(wider, other.place, other.to_place) as widest:
            close(widest, other, "lapse", "已迁往别处")
    if not child.active:
        plain(Child).filter(pk=child.pk).update(**EXIT)
    carry(child, to)
    if move.hukou:
        reading.keep_hukou(wider, move, child)
    followed.written(
        wider, child.pk, waits=False
    )  # who decides about files that may be the same child's is now another
    return move


def _locked(grant: Grant, move: uuid.UUID, event: str) -> tuple[Move, Child]:
    """A move that an event may end and its child, locked in that order everywhere: the child first. Raises
    Move.DoesNotExist, Refused, Problem 403, 409."""
    found = Move.objects.within(grant).get(pk=move)
    taking.expect(grant, found, event)
    with reaching(grant, found.place):
        child = plain(Child).select_for_update().filter(pk=found.child_id).first()
    # Whoever waited for the child hears who was first, though the child went where this end does not reach.
    found.refresh_from_db()
    taking.expect(grant, found, event)
    if child is None:
        raise Move.DoesNotExist
    asking = event == "withdraw"
    if not grant.covers(found.asking if asking else found.answering):
        raise Refused("只有发起的一方可以撤回。" if asking else "要由对方答复，您这一方可以撤回。")
    return found, child


def _may_go(child: Child, to: int) -> None:
    if not child.active:
        raise Refused(f"这份档案已于 {child.exited_on} 退出，不能迁移。")
    if not Place.objects.filter(code=to, level__gte=Level.TOWNSHIP).exists():
        raise Refused([("to", "请选择要迁往的乡镇或村（社区）。")])
    if plain(PacketOut).filter(child=child, status=PacketOut.Status.SENT).exists():
        raise Refused("这份档案正在转出到系统外，等待回执；要在系统内迁移，请先由县级作废转出。")
    if covers(to, child.place):
        raise Refused([("to", "孩子已经在这里了，请选择别的村（社区）。")])


def _is_village(place: int) -> bool:
    return Place.objects.filter(code=place, level=Level.VILLAGE).exists()
