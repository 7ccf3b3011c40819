"""等别人答复: what whoever asks has asked of somebody else and is not answered yet."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.duties.models import Duty, Task, Waiver
from hutong.duties.registry import rule
from hutong.places import refs as named
from hutong.transfers.models import Move

SHOWN = 12
Row = dict[str, Any]


def awaited(grant: Grant) -> dict[str, Any]:
    """Awaited (schemas.py): the oldest first, and how many there are. Of each kind only what this person asked."""
    kinds = [_waivers(grant), _tasks(grant), _moves(grant)] if grant.allows(Permission.DUTY_WRITE) else []
    count = sum(rows.count() for rows, *_ in kinds)
    found = [told for rows, day, tell in kinds for told in tell(list(rows.order_by(day, "id")[:SHOWN]))]
    return {"count": count, "items": sorted(found, key=lambda row: row["since"])[:SHOWN]}


def _waivers(grant: Grant) -> tuple[QuerySet[Any], str, Any]:
    rows = Waiver.objects.within(grant).filter(asked_by=grant.person, answer="")

    def tell(found: list[Any]) -> list[Row]:
        of = dict(plain(Duty).filter(pk__in=[one.duty for one in found]).values_list("id", "rule"))
        return [_row("waiver", rule(of[one.duty]).title, "上级审批", one.asked_on) for one in found if one.duty in of]

    return rows, "asked_on", tell


def _tasks(grant: Grant) -> tuple[QuerySet[Any], str, Any]:
    rows = Task.objects.within(grant).filter(assigned_by=grant.person, done_on=None, withdrawn_on=None)

    def tell(found: list[Any]) -> list[Row]:
        names = named.names({one.place for one in found})
        return [_row("task", one.title, names.get(one.place, ""), one.assigned_on, one.due) for one in found]

    return rows, "assigned_on", tell


def _moves(grant: Grant) -> tuple[QuerySet[Any], str, Any]:
    rows = Move.objects.within(grant).filter(asked_by=grant.person, status=Move.Status.ASKED)

    def tell(found: list[Any]) -> list[Row]:
        return [_row("move", one.name, "对方单位", one.asked_on) for one in found]

    return rows, "asked_on", tell


def _row(kind: str, title: str, whom: str, since: date, due: date | None = None) -> Row:
    """whom: who has to answer."""
    page = "/moves" if kind == "move" else "/decisions"
    return {"kind": kind, "title": title, "whom": whom, "since": since, "due": due, "to": page}
