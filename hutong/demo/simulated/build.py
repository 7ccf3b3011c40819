"""Fills an empty register: the staff by its own action, the children by COPY, what places owe by the nightly rules."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connections, transaction

from hutong.accounts import context, grants
from hutong.accounts.models import Person
from hutong.accounts.permissions import Role
from hutong.care.models import Visit
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling, Token
from hutong.demo.appointing import appoint_all
from hutong.demo.months import year_before
from hutong.demo.simulated import deadlines, offices, plan, writing
from hutong.demo.simulated.making import Order, pieces
from hutong.demo.simulated.progress import Progress
from hutong.demo.simulated.rows import IDENTITY, MODELS
from hutong.demo.simulated.year import World
from hutong.demo.staff import Staff
from hutong.demo.villages import SEED
from hutong.desk import figures
from hutong.duties import engine, registry
from hutong.ground import clock
from hutong.places import loader
from hutong.places.models import Place

Say = Callable[[str], None]
TABLES = (*(model._meta.db_table for model in MODELS), IDENTITY)
FACTS = tuple(model._meta.db_table for model in (Relative, Category, Schooling, AidReceived, Token, Visit))
PROCESSES = min(os.cpu_count() or 1, 4)
# Where rounds that were copied climb to; those that stood before have their steps.
STEPS = """
INSERT INTO duties_step (duty, step, level, at)
SELECT d.id, s.step, s.level, s.at FROM duties_duty d JOIN duties_policy q ON q.id = d.policy
CROSS JOIN LATERAL duties_steps(q.climbing, d.due, d.due_at, d.level) s WHERE d.ending = ''
ON CONFLICT (duty, step) DO NOTHING
"""
# Streams that were written before, such as by appointments, go on from there.
STREAMS = """
INSERT INTO journal_stream (place_id, sealed, seq) SELECT stream_id, sealed, max(seq) FROM journal_entry GROUP BY 1, 2
ON CONFLICT (place_id, sealed) DO UPDATE SET seq = excluded.seq
"""


class NotEmpty(ValueError):
    """There is something in the system already; the sentence says what and what to do."""


@dataclass(frozen=True)
class Simulated:
    """What was made, and one account of each kind to look at it: (role, name, staff number, place)."""

    children: int
    counties: int
    villages: int
    officers: int
    seconds: int
    accounts: list[tuple[str, str, str, int]]


def simulate(children: int, province: int, say: Say, today: date | None = None) -> Simulated:
    """Fill the register with invented children of a province. Raises NotEmpty, loader.UnknownProvince.

    say: receives Chinese lines of progress."""
    today = today or clock.today()
    _check_empty()
    if not Place.objects.filter(code=province * 10**10).exists():
        loader.load([province])
    progress = Progress(children, say)
    counties = plan.counties(children, province)
    progress.say(f"{len(counties)} 个县（市、区），正在任命工作人员……")
    officers = offices.officers(counties, today)
    with clock.at(year_before(today)[0].first - timedelta(1)):
        appoint_all(Staff(officers))
    _write(counties, offices.seats(officers), children, province, today, progress)
    _learn(progress)
    progress.say("正在核对岗位和乡镇的职责……")
    _owe()
    progress.say("完成。")
    villages = sum(home.children > 0 for county in counties for home in county.homes)
    shown = [_account(officer) for officer in _shown(officers, counties)]
    return Simulated(children, len(counties), villages, len(officers), progress.seconds, shown)


def _check_empty() -> None:
    with context.within(grants.system()) as grant:
        if Child.objects.within(grant).exists():
            raise NotEmpty("系统里已有儿童档案。模拟数据只能放进空的系统：请用 --data 换一个新的数据文件夹。")
        if Person.objects.exists():
            raise NotEmpty("系统里已有工作人员账号。模拟数据只能放进空的系统：请用 --data 换一个新的数据文件夹。")


def _write(
    counties: list[plan.County], seats: offices.Seats, children: int, province: int, today: date, progress: Progress
) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        order = Order(
            SEED,
            today,
            province,
            _next_number(cursor),
            World(year_before(today), deadlines.load(province), seats),
            _streams(cursor),
        )
        with writing.laid_open(cursor, TABLES, progress.finishing):
            for piece in pieces(order, counties, PROCESSES):
                for table, columns, text in piece.tables:
                    writing.copy(cursor, table, columns, text)
                progress.written(piece.children)
            progress.all_written()
        writing.check(cursor, FACTS)
        cursor.execute("SELECT setval('children_number', %s)", [order.first + children - 1])
        cursor.execute(STREAMS)


def _next_number(cursor: Any) -> int:
    cursor.execute("SELECT last_value + is_called::int FROM children_number")
    return cursor.fetchone()[0]


def _streams(cursor: Any) -> dict[tuple[int, bool], int]:
    cursor.execute("SELECT place_id, sealed, seq FROM journal_stream")
    return {(place, sealed): seq for place, sealed, seq in cursor.fetchall()}


def _owe() -> None:
    """What is not about one child's visits and file: vacant posts, ledgers to be cleared, children to be checked."""
    rest = [rule.key for rule in registry.rules() if rule.key not in deadlines.RULES]
    with connections["owner"].cursor() as cursor:
        cursor.execute(STEPS)
    with context.within(grants.system()):
        engine.sweep(rest)
        # What triggers add up elsewhere, and could not while they stood aside.
        figures.sum_again()


def _learn(progress: Progress) -> None:
    progress.say("正在整理统计信息……")
    with connections["owner"].cursor() as cursor:
        # Without statistics of what was just written the rules below would be planned for empty tables.
        cursor.execute("VACUUM ANALYZE")


def _shown(officers: list[Any], counties: list[plan.County]) -> list[Any]:
    """Province, the middle one of its counties by size, its largest township with a supervisor, a director of it."""
    middle = sorted(counties, key=lambda county: county.children)[len(counties) // 2]
    sizes: dict[int, int] = {}
    for home in middle.homes:
        sizes[home.village.township_code] = sizes.get(home.village.township_code, 0) + home.children
        sizes[home.village.code] = home.children
    low, high = middle.code, middle.code + 10**6

    def first(role: Role, inside: bool) -> list[Any]:
        held = [one for one in officers if one.role == role and one.posts[0][2] is None]
        held = [one for one in held if low <= one.posts[0][0] < high] if inside else held
        return sorted(held, key=lambda one: -sizes.get(one.posts[0][0], 0))[:1]

    return [
        *first(Role.CIVIL_AFFAIRS, False),
        *first(Role.ADMINISTRATOR, False),
        *first(Role.CIVIL_AFFAIRS, True),
        *first(Role.PROTECTION_INSTITUTION, True),
        *first(Role.SUPERVISOR, True),
        *first(Role.CHILD_DIRECTOR, True),
    ]


def _account(officer: Any) -> tuple[str, str, str, int]:
    return officer.role.label, officer.name, officer.staff_number, officer.posts[0][0]
