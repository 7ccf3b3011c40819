"""A3-4: record a visit. Whoever went, the child was seen to, and the duty is discharged."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.care.made.visit import NewVisit
from hutong.care.models import CHECKLIST, Finding, Visit
from hutong.care.questions import actions as questions
from hutong.care.questions.actions import ASKED
from hutong.care.questions.schemas import AnswerIn
from hutong.care.record import VISIT
from hutong.children.actions.touch import touch
from hutong.children.models import Child
from hutong.children.once import OTHER, same
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.places import history
from hutong.records import rules

NONE: Mapping[uuid.UUID, Sequence[AnswerIn]] = MappingProxyType({})
RANK = {"low": 0, "medium": 1, "high": 2}


def record_visit(grant: Grant, child: Child, new: NewVisit, answers: Sequence[AnswerIn] = ()) -> Visit:
    """One visit, as `record_visits`."""
    [visit] = record_visits(grant, [(child, new)], {new.id: answers})
    return visit


@action("care.record_visit", Permission.VISIT_WRITE)
def record_visits(
    grant: Grant, told: Sequence[tuple[Child, NewVisit]], answers: Mapping[uuid.UUID, Sequence[AnswerIn]] = NONE
) -> list[Visit]:
    """Keep visits, at most one to each child; take over the risk they found and the answers they brought (by the visit's id).

    All or none: raises Refused at the first that does not fit. The same sent again under its id answers with what is kept.
    """
    known = {visit.id: visit for visit in plain(Visit).filter(pk__in=[new.id for _, new in told])}
    code_on = cache(history.code_on)
    visits = [
        _kept(grant, child, known[new.id], new, answers.get(new.id, ()))
        if new.id in known
        else _made(grant, child, new, code_on)
        for child, new in told
    ]
    fresh = [visit for visit in visits if visit.id not in known]
    for visit in fresh:
        if given := answers.get(visit.id):
            questions.take(grant, visit, given)
    plain(Visit).bulk_create(fresh)
    for visit in fresh:
        if visit.risk and visit.risk != visit.child.risk and _latest(grant, visit):
            visit.child.risk = visit.risk
            touch(visit.child, "risk")
    return visits


def _kept(grant: Grant, child: Child, visit: Visit, new: NewVisit, answers: Sequence[AnswerIn]) -> Visit:
    if visit.child.pk != child.pk or not Visit.objects.within(grant).filter(pk=visit.pk).exists():
        raise Refused([("id", "这次走访的编号已经用过，请刷新页面后重新填写。")])
    asked = [told for key, told in visit.notes.items() if key.startswith(ASKED)]
    notes = {key: told for key, told in visit.notes.items() if not key.startswith(ASKED)}
    same(visit, vars(new) | {"findings": _findings(new), "notes": visit.notes if notes == new.notes else new.notes})
    if len(asked) != len(answers) or not all(
        told.endswith(questions.said("", one)) for told, one in zip(asked, answers, strict=True)
    ):
        raise Refused([("id", OTHER)])
    return visit


def _findings(new: NewVisit) -> dict[str, str]:
    return dict.fromkeys(CHECKLIST, Finding.NORMAL.value) if new.no_change else new.findings


def _made(grant: Grant, child: Child, new: NewVisit, code_on: Callable[[int, date], int]) -> Visit:
    if errors := problems(new, child, clock.today()):
        raise Refused(errors)
    visit = Visit(
        **vars(new) | {"findings": _findings(new)},
        child=child,
        place=child.place,
        happened_place=code_on(child.place, new.on),
        visitor=grant.person,
        visitor_name=grant.name,
        recorded_at=clock.now(),
    )
    return visit


def problems(new: NewVisit, child: Child, today: date) -> list[tuple[str, str]]:
    """What is wrong with a visit, field by field; pure."""
    found = [
        (not child.active, "on", "这份档案已退出，不能再记走访。"),
        (new.on < child.birth_date, "on", "走访日期早于儿童出生日期。"),
        (not set(new.findings) <= set(CHECKLIST), "findings", "查看情况里有不认识的项目。"),
        (
            bool(new.risk and child.risk) and RANK[new.risk] < RANK[child.risk] and not new.risk_reasons.strip(),
            "risk_reasons",
            "降低风险等级，请写明理由。",
        ),
    ]
    return [*rules.problems(VISIT, new, today), *((name, told) for wrong, name, told in found if wrong)]


def _latest(grant: Grant, visit: Visit) -> bool:
    return not Visit.objects.within(grant).filter(child=visit.child, on__gt=visit.on).exists()
