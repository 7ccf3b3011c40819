"""Whose history may be erased by law, and who may order it (个人信息保护法 §47; the command `hutong journal erase`)."""

import re
import uuid
from typing import Any

from django.db.models import UUIDField

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission, Role
from hutong.children import alias
from hutong.children.models import Child
from hutong.documents import printed
from hutong.ground.refusal import Refused
from hutong.journal.chain import erasing
from hutong.records import registry

WORDS = 4
# stream-seq, and -1 of a sealed matter
ENTRY = re.compile(r"(\d{1,18})-(\d{1,18})(-1)?")


def erase(
    child: str | None, entry: str | None, staff_number: str, reason: str, basis: str, confirm: bool
) -> dict[str, Any]:
    """Erase the history of one file (its 护童编号) or one entry (as `hutong journal verify` names it); counts what goes, kept copies of its
    numbered papers among it.

    confirm: without it nothing is changed. Runs inside backup.whole(). Raises Refused.
    """
    if len(reason.strip()) < WORDS or len(basis.strip()) < WORDS:
        raise Refused("请写清楚删除的理由和依据。")
    ids, place = file_of(child) if child else ([], 0)
    what = erasing.of_children(ids, place, _beside(ids)) if child else _one(entry or "")
    grant = ordered_by(staff_number, what.place)
    if not what.entries:
        raise Refused("这份档案没有历史可以删除。")
    # First, for the owner's transaction holds the streams until it ends.
    with context.within(grants.system()) as system:
        copies = printed.erase_copies(system, ids) if confirm else printed.copies(system, ids).count()
    if confirm:
        erasing.erase(grant, what, reason.strip(), basis.strip())
    return {"entries": len(what.entries), "looks": len(what.looks), "copies": copies, "erased": confirm}


def _beside(ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """What was kept about a child under an id of its own: shares, papers, two changes of one field, packets received."""
    with context.within(grants.system()):
        return [
            key
            for record in registry.records()
            if record.goes.erasure and isinstance(record.model._meta.pk, UUIDField)
            for key in plain(record.model).filter(**{f"{record.column}__in": ids}).values_list("pk", flat=True)
        ]


def _one(entry: str) -> erasing.Erasable:
    key = ENTRY.fullmatch(entry)
    found = erasing.one(int(key[1]), int(key[2]), bool(key[3])) if key else None
    if found is None:
        raise Refused(f"没有编号为 {entry} 的条目，或者它没有内容可以删除。编号写成 1234-56。")
    return found


def file_of(number: str) -> tuple[list[uuid.UUID], int]:
    """All ids that a closed file ever had, and its place. number: 护童编号. Raises Refused."""
    with context.within(grants.system()) as system:
        child = plain(Child).filter(number=number).first()
        if child is None:
            kept = alias.numbered(system, number)
            child = plain(Child).filter(pk=kept).first() if kept else None
        if child is None:
            raise Refused(f"没有护童编号为 {number} 的档案。")
        if child.active:
            raise Refused(
                f"档案 {child.number} 在册，历史是办理的依据，不能整份删除。请先办理退出；只删其中一条，用 --entry。"
            )
        return [child.pk, *alias.olds(child.pk)], child.place


def ordered_by(staff_number: str, place: int) -> Grant:
    """The grant of the administrator who orders it. Raises Refused."""
    person = people.called(staff_number)
    grant = held.grant_of(person, Role.ADMINISTRATOR) if person else None
    if grant is None or not grant.allows(Permission.SYSTEM) or not grant.covers(place):
        raise Refused(f"工号 {staff_number} 不是管这个单位的系统管理员；用 hutong posts 可以查看工号。")
    return grant
