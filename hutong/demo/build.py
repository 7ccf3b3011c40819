"""The demo world: 安图县, 农安县 and 长白山管委会 with their real villages, and nobody in them who exists."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import connections, transaction

from hutong.accounts.permissions import Role
from hutong.demo.appointing import appoint_all, is_made, is_somebodys
from hutong.demo.boundaries import boundaries
from hutong.demo.campaign import survey
from hutong.demo.cases import cases
from hutong.demo.cast import CAST, PASSWORD, TRIED, Part
from hutong.demo.followed import follow_up
from hutong.demo.phones import phones
from hutong.demo.population import population
from hutong.demo.sealed import seal
from hutong.demo.shares import share
from hutong.demo.staff import staff
from hutong.demo.villages import villages
from hutong.demo.year import Year, sweep
from hutong.ground import clock, planning
from hutong.places import lookup

Say = Callable[[str], None]


# Roles of which a province has many: the sign-in page says whose.
OFFICES = (Role.CIVIL_AFFAIRS, Role.DEPARTMENT, Role.WELFARE_INSTITUTION, Role.PARTNER)


class Account(NamedTuple):
    """One line of the list of accounts that a start prints."""

    role_name: str
    name: str
    staff_number: str
    password: str
    place: str


def make(say: Say) -> list[Account]:
    """Make the demo world unless it is there, and give its accounts; none where real people use the database.

    say: receives Chinese lines of progress. Killed half-way it leaves nothing, for it is one transaction.
    """
    if is_somebodys():
        say("数据库里已有工作人员账号，不再放入演示数据。")
        return []
    if not is_made():
        say("正在建立演示数据（虚构的儿童和工作人员），约需一分钟……")
        with transaction.atomic(), planning.as_if_full():
            _make(say)
        _learn()
    say(f"以下是演示账号，人物全部虚构，密码都是 {PASSWORD}，不能用于正式系统。")
    return accounts()


def _make(say: Say) -> None:
    today = clock.today()
    people = staff(villages(), today)
    appoint_all(people)
    boundaries(today)
    children = population(villages(), today)
    Year(people, children, today).live(say)
    seal(children, today)
    share(children, today)
    cases(children, today)
    follow_up(today)
    survey(people, villages(), today)
    sweep()
    phones()


def _learn() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def accounts() -> list[Account]:
    """One account for every kind of post."""
    paths = lookup.paths_of({place for part in CAST for place in part.places})
    spoken = {place: lookup.spoken_path(path) for place, path in paths.items()}
    return [_account(part, spoken) for part in CAST]


def to_try() -> list[Account]:
    """Those that the sign-in page offers; none where real people use the database."""
    found = {account.staff_number: account for account in accounts()} if is_made() else {}
    offices = {part.staff_number: part.organisation for part in CAST if part.role in OFFICES}
    return [
        one._replace(role_name=offices.get(one.staff_number, one.role_name)) for one in map(found.get, TRIED) if one
    ]


def _account(part: Part, spoken: dict[int, str]) -> Account:
    first, *others = (spoken[place] for place in part.places)
    where = "、".join([first, *(place.removeprefix(first[: _common(first, place)]) for place in others)])
    return Account(part.role.label, part.name, part.staff_number, PASSWORD, where)


def _common(one: str, other: str) -> int:
    return next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
