"""The only things about duties that people write: a waiver asked and answered, a task assigned and done (wall 3)."""

import uuid
from datetime import date
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation
from hutong.accounts.permissions import Permission, Role
from hutong.alarms.actions import held_at, members, raise_for
from hutong.alarms.models import Kind
from hutong.duties.models import Answer, Duty, Task, Waiver
from hutong.duties.registry import rule
from hutong.ground import clock
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.places.codes import Level, level_of
from hutong.places.models import Place

# Who does what is given to a place.
DOES = {Level.VILLAGE: Role.CHILD_DIRECTOR, Level.TOWNSHIP: Role.SUPERVISOR}


@action("duties.ask_waiver", Permission.DUTY_WRITE)
def ask_waiver(grant: Grant, duty_id: uuid.UUID, reason: str) -> Waiver:
    """Ask that one round need not be done. Raises Problem 404, 403 when the duty is another's, 409 when asked already."""
    refuse_sealed(reason=reason)
    rows = Duty.objects.within(grant) | Duty.objects.addressed_to(grant)
    duty = rows.select_for_update().filter(pk=duty_id, ending="").first()
    if duty is None:
        raise missing("职责")
    if not owes(grant, duty):
        whom = Role(duty.owner).label if duty.owner else "接到的单位或个人"
        raise Problem(403, f"这项职责由{whom}办理，应由本人申请免办。", "not_yours")
    if not rule(duty.rule).waivable:
        raise Problem(422, "这项工作不能申请免办，请直接办理。", "not_waivable")
    if plain(Waiver).filter(duty=duty.id, answer="").exists():
        raise Problem(409, "已经申请过免办，正等上级答复。", "already_asked")
    waiver = Waiver(duty=duty.id, place=duty.place, child=duty.child, reason=reason, asked_by=grant.person,
                    asked_name=grant.name, asked_on=clock.today())  # fmt: skip
    waiver.save(force_insert=True)
    return waiver


@action("duties.answer_waiver", Permission.DUTY_DECIDE)
def answer_waiver(grant: Grant, waiver_id: uuid.UUID, agreed: bool, reason: str) -> Waiver:
    """The level above agrees, and the round ends as waived, or refuses with its reason. Raises Problem 403, 404, 409."""
    refuse_sealed(reason=reason)
    waiver = _found(Waiver, grant, waiver_id, "免办申请")
    duty = plain(Duty).filter(pk=waiver.duty, ending="").first()
    if waiver.answer or duty is None:
        raise Problem(409, "这份申请已经答复，或者这项职责已经办结。", "already_answered")
    if not stands_above(grant, duty):
        raise Problem(403, "免办由责任人的上一级审批。", "not_yours")
    if not agreed and not reason:
        raise _invalid("reason", "请写明不同意的理由。")
    waiver.answer = Answer.AGREED if agreed else Answer.REFUSED
    waiver.answer_reason, waiver.answered_name, waiver.answered_on = reason, grant.name, clock.today()
    waiver.save(update_fields=["answer", "answer_reason", "answered_name", "answered_on"])
    if agreed:
        duty.ending, duty.ended_on, duty.discharged_by = Duty.Ending.WAIVED, clock.today(), waiver.id
        duty.save(update_fields=["ending", "ended_on", "discharged_by"])
    return waiver


def owes(grant: Grant, duty: Duty) -> bool:
    """Whether a duty is this grant's: of its role, of an organisation of its posts, or of the person; pure."""
    if duty.owner:
        return duty.owner == grant.role
    return duty.organisation in grant.organisations or (duty.person is not None and duty.person == grant.person)


def stands_above(grant: Grant, duty: Duty) -> bool:
    """Whether the grant's post stands above the one that owes a duty; pure."""
    return min(level_of(place) for place in grant.places) < duty.level


@action("duties.assign", Permission.DUTY_DECIDE)
def assign(grant: Grant, place: int, title: str, text: str, due: date, organisation: uuid.UUID | None = None) -> Task:
    """Tell the post of a place below, or a department, institution or body of the jurisdiction, to do something by a day.

    place: whose post does it; of an organisation its own place counts. Raises Problem 404, 422.
    """
    owner = Role.CIVIL_AFFAIRS
    if organisation:
        row = Organisation.objects.within(grant).filter(pk=organisation, closed_on=None).first()
        if row is None or row.kind == Organisation.Kind.UNIT:
            raise missing("单位")
        place = row.place
    elif grant.narrowed(place) is None or not Place.objects.filter(code=place).exists():
        raise missing("地方")
    else:
        level = level_of(place)
        if level <= min(level_of(own) for own in grant.places):
            raise _invalid("place", "任务只能交办给下级，或者本地的成员单位、机构和社会组织。")
        owner = DOES.get(level, Role.CIVIL_AFFAIRS)
    if due < clock.today():
        raise _invalid("due", "完成期限不能早于今天。")
    task = Task(place=place, owner="" if organisation else owner, organisation=organisation, title=title, text=text, due=due,
                assigned_by=grant.person, assigned_name=grant.name, assigned_on=clock.today())  # fmt: skip
    task.save(force_insert=True)
    told = members(organisation) if organisation else held_at(place, [owner])
    raise_for(told, Kind.TASK, task.id)
    return task


def does(grant: Grant, task: Task) -> bool:
    """Whether it was given to this grant: to its role at one of its own places, or to an organisation of its posts; pure."""
    if task.organisation:
        return task.organisation in grant.organisations
    return task.owner == grant.role and task.place in grant.places


@action("duties.finish_task", Permission.DUTY_WRITE)
def finish(grant: Grant, task_id: uuid.UUID, note: str) -> Task:
    """Whoever was told to reports it done. Raises Problem 403, 404, 409."""
    refuse_sealed(note=note)
    task = _open_task(grant, task_id)
    if not does(grant, task):
        whom = Role(task.owner).label if task.owner else "接到任务的单位"
        raise Problem(403, f"这项任务交给{whom}办理。", "not_yours")
    task.done_note, task.done_name, task.done_on = note, grant.name, clock.today()
    task.save(update_fields=["done_note", "done_name", "done_on"])
    return task


def withdraws(grant: Grant, task: Task) -> bool:
    """Whether this grant stands above whoever does a task; pure."""
    own = min((level_of(place) for place in grant.places), default=Level.VILLAGE)
    below = level_of(task.place) > own
    return grant.covers(task.place) and (below or (bool(task.organisation) and level_of(task.place) >= own))


@action("duties.withdraw_task", Permission.DUTY_DECIDE)
def withdraw(grant: Grant, task_id: uuid.UUID, reason: str) -> Task:
    """Take a task back, with the reason. Raises Problem 403, 404, 409."""
    task = _open_task(grant, task_id)
    if not withdraws(grant, task):
        raise Problem(403, "任务由交办的上级撤回。", "not_yours")
    task.withdrawn_reason, task.withdrawn_on = reason, clock.today()
    task.save(update_fields=["withdrawn_reason", "withdrawn_on"])
    return task


def _open_task(grant: Grant, task_id: uuid.UUID) -> Task:
    rows = Task.objects.within(grant) | Task.objects.addressed_to(grant)
    task = rows.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise missing("任务")
    if task.done_on or task.withdrawn_on:
        raise Problem(409, "这项任务已经办结或撤回。", "already_done")
    return task


def _found(model: Any, grant: Grant, key: uuid.UUID, what: str) -> Any:
    row = model.objects.within(grant).select_for_update().filter(pk=key).first()
    if row is None:
        raise missing(what)
    return row


def _invalid(field: str, told: str) -> Problem:
    return Problem(422, told, "invalid", [(field, told)])
