"""A3-4: record a visit. Whoever went, the child was seen to, and the duty is discharged."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.care.models import CHECKLIST, SEEN, Finding, Visit
from hutong.children.actions.touch import touch
from hutong.children.models import Child
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.places import history


@dataclass
class NewVisit:
    """A visit as told by the visitor; empty means not said."""

    on: date
    mode: str
    id: uuid.UUID = field(default_factory=new_id)
    place_text: str = ""
    seen: list[str] = field(default_factory=list)
    spoke_alone: bool | None = None
    words: str = ""
    words_by: str = ""
    no_change: bool = False
    findings: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    risk: str = ""
    risk_reasons: str = ""
    next_steps: str = ""
    next_on: date | None = None


RANK = {"low": 0, "medium": 1, "high": 2}


class VisitRefused(ValueError):
    """What was told does not fit; errors: [(field, sentence)]."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("；".join(message for _, message in errors))
        self.errors = errors


def record_visit(grant: Grant, child: Child, new: NewVisit) -> Visit:
    """One visit, as `record_visits`."""
    [visit] = record_visits(grant, [(child, new)])
    return visit


@action("care.record_visit", Permission.VISIT_WRITE)
def record_visits(grant: Grant, told: Sequence[tuple[Child, NewVisit]]) -> list[Visit]:
    """Keep visits, at most one to each child; take over the risk they found, and refresh the children's duties.

    All or none: raises VisitRefused at the first that does not fit. The same id sent again answers with what is kept.
    """
    known = {visit.id: visit for visit in plain(Visit).filter(pk__in=[new.id for _, new in told])}
    code_on = cache(history.code_on)
    visits = [
        _kept(grant, child, known[new.id]) if new.id in known else _made(grant, child, new, code_on)
        for child, new in told
    ]
    fresh = [visit for visit in visits if visit.id not in known]
    plain(Visit).bulk_create(fresh)
    for visit in fresh:
        if visit.risk and visit.risk != visit.child.risk and _latest(grant, visit):
            visit.child.risk = visit.risk
            touch(visit.child, "risk")
    return visits


def _kept(grant: Grant, child: Child, visit: Visit) -> Visit:
    if visit.child.pk != child.pk or not Visit.objects.within(grant).filter(pk=visit.pk).exists():
        raise VisitRefused([("id", "这次走访的编号已经用过，请刷新页面后重新填写。")])
    return visit


def _made(grant: Grant, child: Child, new: NewVisit, code_on: Callable[[int, date], int]) -> Visit:
    if errors := problems(new, child, clock.today()):
        raise VisitRefused(errors)
    visit = Visit(
        **vars(new),
        child=child,
        place=child.place,
        happened_place=code_on(child.place, new.on),
        visitor=grant.person,
        visitor_name=grant.name,
        recorded_at=clock.now(),
    )
    if visit.no_change:
        visit.findings = dict.fromkeys(CHECKLIST, Finding.NORMAL.value)
    return visit


def problems(new: NewVisit, child: Child, today: date) -> list[tuple[str, str]]:
    """What is wrong with a visit, field by field; pure."""
    found = [
        (not child.active, "on", "这份档案已退出，不能再记走访。"),
        (new.on > today, "on", "走访日期不能晚于今天。"),
        (new.on < child.birth_date, "on", "走访日期早于儿童出生日期。"),
        (not set(new.findings) <= set(CHECKLIST) or not set(new.findings.values()) <= set(Finding.values),
         "findings", "查看情况里有不认识的项目。"),
        (not set(new.seen) <= set(SEEN), "seen", "见到的人里有不认识的项目。"),
        (
            new.no_change and bool(set(new.findings.values()) - {Finding.NORMAL.value}),
            "findings",
            "选了“没有变化”，又有不正常的项目，请改正其中一处。",
        ),
        (
            bool(new.risk and child.risk) and RANK[new.risk] < RANK[child.risk] and not new.risk_reasons.strip(),
            "risk_reasons",
            "降低风险等级，请写明理由。",
        ),
        (not new.no_change and not new.findings, "findings", "请逐项选择查看情况，或选“没有变化”。"),
        (new.risk in ("high", "medium") and not new.risk_reasons.strip(), "risk_reasons", "请写明评为这一风险等级的理由。"),
        (new.next_on is not None and new.next_on < new.on, "next_on", "约定日期不能早于走访日期。"),
    ]  # fmt: skip
    unexplained = [
        (True, f"notes.{key}", f"{CHECKLIST[key]}有问题，请写明情况。")
        for key, value in new.findings.items()
        if key in CHECKLIST and value == Finding.PROBLEM and not new.notes.get(key, "").strip()
    ]
    return [(name, message) for wrong, name, message in [*found, *unexplained] if wrong]


def _latest(grant: Grant, visit: Visit) -> bool:
    return not Visit.objects.within(grant).filter(child=visit.child, on__gt=visit.on).exists()
