"""A visit recorded by mistake is withdrawn with a reason: its duty comes back, the level above looks at it again (复核), and the
child's history goes on telling what it said."""

import uuid
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.care import checklist
from hutong.care.models import Mode, Visit
from hutong.children import asking, timeline
from hutong.children.models import Child, Review
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.journal.models import Entry
from hutong.places.codes import Level

WITHDRAW = "care.withdraw_visit"
TITLE = "撤销走访记录"


def start() -> None:
    """Say how a withdrawal reads in the history."""
    timeline.register(WITHDRAW, "visit", _describe)


@action(WITHDRAW, Permission.VISIT_WRITE)
def withdraw(grant: Grant, child: Child, visit: uuid.UUID, reason: str) -> None:
    """Take a visit back: whoever recorded it may, and posts above the village. Raises Problem 403, 404, Refused."""
    refuse_sealed(reason=reason)
    row = Visit.objects.within(grant).filter(pk=visit, child=child).first()
    if row is None:
        raise missing("走访记录")
    if not may(grant, row):
        raise Problem(403, "走访记录由记录人撤销，或者由乡镇、县级撤销。", "not_yours")
    if not child.active:
        raise Refused("这份档案已退出，不能再撤销走访记录。", "exited")
    told = f"{TITLE}（{row.on}，{Mode(row.mode).label}，走访人：{row.visitor_name or '未写'}）：{reason}"
    asking.ask(grant, child, Review.Kind.VISIT, told[:400], row.pk)
    row.delete()


def may(grant: Grant, visit: Visit) -> bool:
    """Whether this grant may take a visit back; pure."""
    return visit.visitor == grant.person or grant.level_over(visit.place) < Level.VILLAGE


def _describe(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    gone = {
        key: row for entry in entries for key, row in entry.changes.get("deleted", {}).get("care_visit", {}).items()
    }
    why = dict(plain(Review).filter(kind=Review.Kind.VISIT, category__in=list(gone)).values_list("category", "text"))
    return {uuid.UUID(key): (TITLE, _told(row, why.get(uuid.UUID(key), ""))) for key, row in gone.items()}


def _told(row: dict[str, Any], why: str) -> str:
    names = {field.attname for field in Visit._meta.concrete_fields}
    kept = Visit(**{name: value for name, value in row.items() if name in names})
    return f"{why}\n撤销的内容：{checklist.detail(kept)}"
