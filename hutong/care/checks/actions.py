"""A2-4: the supervisor records a key check with the problems found; whoever put one right says so."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.care.models import CheckProblem, KeyCheck
from hutong.children.models import Child
from hutong.ground import clock
from hutong.journal.actions import action


@dataclass
class Found:
    """A problem and the day by which it is to be put right."""

    text: str
    due: date


@dataclass
class NewCheck:
    """A key check as told; `id` is made by the client, so that sending twice keeps one."""

    on: date
    mode: str
    found: str
    id: uuid.UUID = field(default_factory=new_id)
    problems: list[Found] = field(default_factory=list)


@action("care.key_check", Permission.KEY_CHECK)
def record_check(grant: Grant, child: Child, new: NewCheck) -> KeyCheck:
    """Keep a key check and its problems, each owed by its day. Raises Problem 422."""
    if kept := KeyCheck.objects.within(grant).filter(pk=new.id, child=child).first():
        return kept
    if told := wrong(new, child, clock.today()):
        raise Problem(422, "；".join(message for _, message in told), "invalid", told)
    if plain(KeyCheck).filter(pk=new.id).exists():
        raise Problem(409, "这次核查的编号已经用过，请刷新页面后重新填写。", "taken")
    check = KeyCheck(id=new.id, child=child, place=child.place, on=new.on, mode=new.mode, found=new.found,
                     checker=grant.person, checker_name=grant.name, recorded_at=clock.now())  # fmt: skip
    check.save(force_insert=True)
    for one in new.problems:
        problem = CheckProblem(check_id=check.id, child=child, place=child.place, found_on=new.on, text=one.text,
                               due=one.due)  # fmt: skip
        problem.save(force_insert=True)
    return check


def wrong(new: NewCheck, child: Child, today: date) -> list[tuple[str, str]]:
    """What is wrong with a check, field by field; pure."""
    told = [
        (not child.active, "on", "这份档案已退出，不能再记核查。"),
        (not child.registered_on <= new.on <= today, "on", "核查日期不能早于建档日期，也不能晚于今天。"),
        *((one.due < new.on, f"problems.{n}", "整改期限不能早于核查日期。") for n, one in enumerate(new.problems)),
    ]
    return [(name, message) for bad, name, message in told if bad]


@action("care.fix_problem", Permission.VISIT_WRITE)
def fix_problem(grant: Grant, problem_id: uuid.UUID, note: str) -> CheckProblem:
    """A problem was put right, today. Raises Problem 404, 409."""
    problem = CheckProblem.objects.within(grant).select_for_update().filter(pk=problem_id).first()
    if problem is None:
        raise missing("问题")
    if problem.fixed_on:
        raise Problem(409, f"这个问题已于 {problem.fixed_on} 整改完成。", "already_done")
    problem.fixed_on, problem.fixed_note, problem.fixed_name = clock.today(), note, grant.name
    problem.save(update_fields=["fixed_on", "fixed_note", "fixed_name"])
    return problem
