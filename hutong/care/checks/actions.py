"""A2-4: the supervisor records a key check with the problems found; whoever put one right says so."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.care.checks.record import KEY_CHECK
from hutong.care.made.key_check import NewCheck
from hutong.care.models import CheckProblem, KeyCheck
from hutong.children.models import Child
from hutong.children.once import OTHER, sent_before
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.records import rules


@action("care.key_check", Permission.KEY_CHECK)
def record_check(grant: Grant, child: Child, new: NewCheck) -> KeyCheck:
    """Keep a key check and its problems, each owed by its day. Raises Refused."""
    if known := sent_before(grant, KeyCheck, new.id, child, new):
        return _with_problems(known, new)
    rules.refuse(KEY_CHECK, new, clock.today(), [
        (not child.active, "on", "这份档案已退出，不能再记核查。"),
        (new.on < child.registered_on, "on", "核查日期不能早于建档日期。"),
    ])  # fmt: skip
    check = KeyCheck(id=new.id, child=child, place=child.place, on=new.on, mode=new.mode, found=new.found,
                     checker=grant.person, checker_name=grant.name, recorded_at=clock.now())  # fmt: skip
    check.save(force_insert=True)
    for one in new.problems:
        CheckProblem(check_id=check.id, child=child, place=child.place, found_on=new.on, text=one.text,
                     due=one.due).save(force_insert=True)  # fmt: skip
    return check


def _with_problems(check: KeyCheck, new: NewCheck) -> KeyCheck:
    found = plain(CheckProblem).filter(check_id=check.pk).values_list("text", "due")
    if sorted(found) != sorted((one.text, one.due) for one in new.problems):
        raise Refused([("id", OTHER)])
    return check


@action("care.fix_problem", Permission.ANSWER)
def fix_problem(grant: Grant, problem_id: uuid.UUID, note: str) -> CheckProblem:
    """A problem was put right, today. Raises Problem 404, Refused."""
    refuse_sealed(note=note)
    problem = CheckProblem.objects.within(grant).select_for_update().filter(pk=problem_id).first()
    if problem is None:
        raise missing("问题")
    if problem.fixed_on:
        raise Refused(f"这个问题已于 {problem.fixed_on} 整改完成。", "already_done")
    problem.fixed_on, problem.fixed_note, problem.fixed_name = clock.today(), note, grant.name
    problem.save(update_fields=["fixed_on", "fixed_note", "fixed_name"])
    return problem
