"""Waivers and assigned tasks make duties of their own: to answer what was asked, to do what one was told."""

import uuid
from collections.abc import Sequence

from psycopg import sql

from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation
from hutong.accounts.permissions import Role
from hutong.duties import once
from hutong.duties.models import Duty, Task, Waiver
from hutong.duties.registry import NIGHT, Rule, register, rule
from hutong.ground.query import composed

TOLD = """
SELECT t.id AS subject, NULL::uuid AS child, t.place, t.id AS basis, t.assigned_on AS owed_since,
       ARRAY[]::text[] AS categories, '*' AS situation, t.due AS no_later_than, t.organisation
FROM duties_task t JOIN places_place p ON p.code = t.place
WHERE t.done_on IS NULL AND t.withdrawn_on IS NULL AND {whose} AND {only}
"""
OF_ROLE = "t.owner = {owner}"
# An organisation is of one kind for good.
OF_KIND = "t.organisation IN (SELECT o.id FROM accounts_organisation o WHERE o.kind = {owner})"
FINISHED = """
SELECT t.id AS subject, t.id AS record, t.done_on AS "on"
FROM duties_task t JOIN places_place p ON p.code = t.place WHERE t.done_on IS NOT NULL AND {only}
"""

Kind = Organisation.Kind


def start() -> None:
    """Make the rules live."""
    _waiver("waiver", "A2-2", Role.SUPERVISOR, "d.owner = 'child_director'")
    _waiver("waiver_above", "A1-3", Role.CIVIL_AFFAIRS, "d.owner <> 'child_director'")
    _task("task", "A3-1", Role.CHILD_DIRECTOR)
    _task("task_township", "A2-1", Role.SUPERVISOR)
    _task("task_office", "A1-2", Role.CIVIL_AFFAIRS)
    _task("task_protection", "A1-2", Kind.PROTECTION_INSTITUTION)
    _task("task_welfare", "S1-3", Kind.WELFARE_INSTITUTION)
    _task("task_body", "S3-1", Kind.BODY)
    _task("task_department", "S4-3", Kind.DEPARTMENT)


def _waiver(key: str, clause: str, owner: Role, whose: str) -> None:
    register(
        Rule(key, clause, owner, "审批免办申请", "下级申请免办一项职责", once.OWED, "place", once.MET,
             _asked, "/decisions", waivable=False,
             parts=once.parts("duties_waiver", "w.asked_on", "w.answered_on", child="w.child", whose=whose,
                              rows="{table} w JOIN duties_duty d ON d.id = w.duty JOIN places_place p ON p.code = w.place",
                              open="w.answer = '' AND d.ending = '' AND {whose}", done="w.answer <> ''"),
             reads={"duties_waiver": "place", "duties_duty": NIGHT, "places_place": NIGHT})
    )  # fmt: skip


def _task(key: str, clause: str, owner: Role | Kind) -> None:
    """The tasks of a role at a place, or of a kind of organisation: each under its own clause."""
    role = owner if isinstance(owner, Role) else None
    whose = composed(OF_ROLE if role else OF_KIND, owner=sql.Literal(owner.value))
    reads = {"duties_task": "place", "places_place": NIGHT} | ({} if role else {"accounts_organisation": NIGHT})
    register(
        Rule(key, clause, role, "交办任务", "上级交办", TOLD, "place", FINISHED,
             _told, "/decisions", waivable=False, sentence="duties.finish_task", parts={"whose": whose},
             gives=frozenset() if role else frozenset({"organisation"}), reads=reads)
    )  # fmt: skip


def _asked(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    waivers = plain(Waiver).filter(pk__in=subjects)
    titles = dict(plain(Duty).filter(pk__in=[w.duty for w in waivers]).values_list("id", "rule"))
    return {w.id: f"{w.asked_name}申请免办“{rule(titles[w.duty]).title}”：{w.reason}" for w in waivers}


def _told(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    told = ((task, f"。{task.text}" if task.text else "") for task in plain(Task).filter(pk__in=subjects))
    return {task.id: f"{task.assigned_name}交办：{task.title}{more}" for task, more in told}
