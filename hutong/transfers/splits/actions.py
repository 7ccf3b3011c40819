"""Assign children of a divided village to its parts, many at once; take one back."""

import uuid
from collections.abc import Sequence

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.transfers.models import Move, Placing
from hutong.transfers.moves import actions as moves
from hutong.transfers.splits.find import Split, left

MOST = 100
REASON = "区划变更：{name}拆分，归入新村（居）"
BACK = "区划变更：撤销分配"


@action("splits.place", Permission.CHILD_WRITE)
def place(grant: Grant, split: Split, children: Sequence[uuid.UUID], to: int) -> int:
    """Assign children to a part: those of the new one move there with their files, the others are noted as staying.

    Gives how many; who was assigned meanwhile is passed by. Raises Refused.
    """
    if to not in split.parts:
        raise Refused([("to", "请选择拆分后的村（居）。")])
    if not all(grant.covers(part) for part in split.parts):
        raise Refused("要由同时管辖拆分后各村（居）的儿童督导员办理。")
    found = list(left(grant, split).filter(pk__in=list(children)[:MOST]).order_by("id").select_for_update())
    for child in found:
        move = None if to == child.place else moves.ask(grant, child, to, REASON.format(name=split.name)).pk
        Placing(split=split.id, child=child, place=to, move=move, on=clock.today(), by_name=grant.name).save(
            force_insert=True
        )
    return len(found)


@action("splits.undo", Permission.CHILD_WRITE)
def undo(grant: Grant, split: Split, child: uuid.UUID) -> None:
    """Take one assignment back: who moved returns to the divided village. Raises Refused."""
    placing = Placing.objects.within(grant).select_for_update().filter(split=split.id, child=child).first()
    row = Child.objects.within(grant).filter(pk=child, exited_on=None).first()
    if placing is None or row is None:
        raise Refused("这名儿童没有可以撤销的分配，请刷新页面。")
    if row.place not in split.parts:
        raise Refused("这名儿童后来又迁到了别处，不能撤销，请在“迁移”里办理。")
    placing.delete()
    if row.place != split.village:
        moved = moves.ask(grant, row, split.village, BACK)
        assert moved.status == Move.Status.ACCEPTED
