"""What devices receive of screens that join domains: the open duties, and who and where one is; and the sentence by which
some duties are done."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from ninja import Schema
from pydantic import StringConstraints

from hutong.accounts import context, phones
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import Role
from hutong.alarms.models import Alarm, Kind
from hutong.care.campaigns.actions import report
from hutong.care.checks.actions import fix_problem
from hutong.desk.duties import details_of
from hutong.desk.people import township_of
from hutong.duties.actions import ask_waiver, finish
from hutong.duties.models import Duty, Waiver
from hutong.duties.registry import rule
from hutong.duties.schemas import SentenceIn
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.places import refs as named
from hutong.sync import registry

ALARMS = 30
# Rows that stay are as they were; a round that opened, closed, moved or was asked to be waived changes the sum.
VERSION = """
SELECT count(*), coalesce(sum(hashtextextended(d.id::text || d.due || coalesce(d.due_at::text, '') || d.rule || (w.id IS NULL), 0)), 0)
FROM duties_duty d LEFT JOIN duties_waiver w ON w.duty = d.id AND w.answer = ''
WHERE d.place = ANY (%s) AND d.owner = %s AND d.ending = ''
"""


def start() -> None:
    """Offer the duties and what the phone shows of its owner."""
    registry.owed(registry.Owed(_version, _items))
    registry.document(registry.Document("me", _me))
    registry.document(registry.Document("alarms", _alarms))
    registry.verb(_sentence("duties.finish_task", "交办任务", finish))
    registry.verb(_sentence("care.report_campaign", "报送摸底排查结果", report))
    registry.verb(_sentence("care.fix_problem", "整改问题", fix_problem))
    registry.verb(registry.Verb("duties.ask_waiver", "申请免办", Freed, _asked_to_be_free, lambda sent: None,
                                lambda grant, sent: [("理由", "", sent.reason)], retarget=False))  # fmt: skip


def _version(grant: Grant) -> str:
    [[count, total]] = query.rows(VERSION, [list(grant.places), Role.CHILD_DIRECTOR])
    return f"{count}:{int(total) % (1 << 64):x}"


def _items(grant: Grant) -> list[dict[str, Any]]:
    """Duty (docs/sync.md) of each open one, nearest first; what depends on the day is left to the phone."""
    found = list(Duty.objects.within(grant).filter(owner=Role.CHILD_DIRECTOR, ending="").order_by("due", "id"))
    details = details_of(found)
    asked = set(plain(Waiver).filter(duty__in=[duty.pk for duty in found], answer="").values_list("duty", flat=True))
    names = ("id", "clause", "rule", "subject", "child", "place", "owed_since", "due", "due_at")
    return [
        {name: getattr(duty, name) for name in names}
        | {"title": rule(duty.rule).title, "why": details.get(duty.subject, rule(duty.rule).why)}
        | {"sentence": rule(duty.rule).sentence, "waivable": rule(duty.rule).waivable, "asked": duty.pk in asked}
        for duty in found
    ]


class Freed(Schema):
    """What a phone sends to ask that one round need not be done."""

    duty: uuid.UUID
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


def _asked_to_be_free(grant: Grant, sent: Freed, based_on: int | None) -> registry.Applied:
    row = ask_waiver(grant, sent.duty, sent.reason)
    return registry.Applied(row.child, row.place, row.pk)


def _sentence(name: str, label: str, act: Callable[[Grant, uuid.UUID, str], Any]) -> registry.Verb:
    def apply(grant: Grant, sent: SentenceIn, based_on: int | None) -> registry.Applied:
        try:
            row = act(grant, sent.subject, sent.note)
        except Problem as told:
            # What she can put right herself goes back to her: a child of the survey that is not visited yet.
            if told.status == 422:
                raise Refused([("note", str(told))]) from None
            raise
        return registry.Applied(None, row.place, row.pk)

    def show(grant: Grant, sent: SentenceIn) -> list[tuple[str, str, str]]:
        return [("办理情况", "", sent.note)]

    return registry.Verb(name, label, SentenceIn, apply, lambda sent: None, show, retarget=False)


def _me(grant: Grant) -> dict[str, Any]:
    places = named.refs(grant.places)
    person = Person.objects.get(pk=grant.person)
    return {
        "person": {"id": person.id, "name": person.name, "staff_number": person.staff_number},
        "places": [
            {"code": code, "name": ref.name, "path": named.path_text(code)} for code, ref in sorted(places.items())
        ],
        "supervisors": _supervisors({township_of(place) for place in grant.places}),
    }


def _alarms(grant: Grant) -> dict[str, Any]:
    """The newest of one's own; where they lead is for the desk. Kept by the phone as it was last told."""
    rows = plain(Alarm).filter(person=grant.person)
    newest = rows.order_by("-raised_at", "-id")[:ALARMS]
    return {
        "unread": rows.filter(read_at=None).count(),
        "items": [
            {"id": row.id, "text": Kind(row.kind).label, "at": row.raised_at, "read": bool(row.read_at)}
            for row in newest
        ],
    }


def _supervisors(townships: set[int]) -> list[dict[str, str]]:
    """Whom the director calls: name and phone of those who guide these villages, outside the director's own scope."""
    with context.everywhere():
        held = plain(Post).filter(place__in=townships, role=Role.SUPERVISOR, period__contains=clock.today())
        people = list(Person.objects.filter(posts__in=held).order_by("name").distinct())
    return [{"name": person.name, "phone": phones.of(person) or ""} for person in people]
