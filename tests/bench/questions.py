"""What is asked of the register: each question as a request to the API and as bare SQL with the same answer."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from hutong.accounts import context, grants
from hutong.children.models import Child
from hutong.desk.paging import encode
from hutong.ground import clock
from hutong.ground.sealing import token, unsealed
from hutong.places.codes import WIDTH, Level, interval, level_of
from tests.bench import bare

FIRST = {"due": date.min, "id": uuid.UUID(int=0)}


@dataclass(frozen=True)
class Question:
    """path and query: of the request. sql and values: the same by hand."""

    title: str
    path: str
    sql: str
    query: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Someone:
    """A child to look for, among how many."""

    id: uuid.UUID
    name: str
    name_key: str
    number: str
    among: int


def someone(unit: int) -> Someone:
    """A child of a unit with an ID number, from the middle of its register."""
    with context.within(grants.system([interval(unit)])) as grant:
        known = Child.objects.within(grant).filter(exited_on=None)
        among = known.count()
        child = known.filter(id_kind="resident").order_by("id")[among // 2]
        return Someone(child.pk, child.name, child.name_key, unsealed(child, "id_number") or "", among)


def questions(owner: Connection[Any], unit: int, child: Someone) -> Iterator[Question]:
    """Lists, searches, an opened file and the home page, for an officer of a unit."""
    low, high = interval(unit)
    inside = {"low": low, "high": high, "last": bare.LAST}
    yield from _lists(owner, inside)
    yield from _searches(inside, child)
    width = WIDTH[Level(level_of(unit) + 1)]
    yield Question("Home page", "/api/v1/home", bare.HOME, {}, inside | {"today": clock.today(), "width": width})


def _lists(owner: Connection[Any], inside: dict[str, Any]) -> Iterator[Question]:
    name, birth, due = (_far(owner, inside, order) for order in (bare.BY_NAME, bare.BY_BIRTH, "due"))
    path = "/api/v1/children"
    yield Question("List by name, first page", path, bare.page(), {"sort": "name"}, inside)
    beyond = "(c.name_key, c.id) > (%(name_key)s, %(id)s)"
    yield Question("List by name, far page", path, bare.page(beyond=beyond),
                   {"sort": "name", "after": _place(name, "name_key")}, inside | name)  # fmt: skip
    yield Question("List by birth date, first page", path, bare.page(order=bare.BY_BIRTH),
                   {"sort": "-birth_date"}, inside)  # fmt: skip
    beyond = "(c.birth_date, c.id) < (%(birth_date)s, %(id)s)"
    yield Question("List by birth date, far page", path, bare.page(order=bare.BY_BIRTH, beyond=beyond),
                   {"sort": "-birth_date", "after": _place(birth, "birth_date")}, inside | birth)  # fmt: skip
    yield Question("List by nearest duty, first page", path, bare.nearest(), {"sort": "due"}, inside | FIRST)
    yield Question("List by nearest duty, far page", path, bare.nearest(),
                   {"sort": "due", "after": _place(due, "due")}, inside | due)  # fmt: skip
    wanted = {"category": "left_behind", "sex": "female", "age_from": 6, "age_to": 12, "sort": "name"}
    yield Question("List of left-behind girls of 6 to 12", path, bare.page(bare.FILTERED), wanted, inside)


def _searches(inside: dict[str, Any], child: Someone) -> Iterator[Question]:
    path, found, number = "/api/v1/children", "/api/v1/search/children", {"token": token(child.number)}
    initials = "".join(part[0] for part in child.name_key.split())
    for title, word in (("whole name", child.name), ("surname", child.name[0]), ("pinyin initials", initials)):
        yield Question(f"Search by {title}", found, bare.page(bare.TOKENS), {"q": word}, inside | {"word": word})
    yield Question("Search by ID number", found, bare.page(bare.NUMBER), {"q": child.number}, inside | number)
    yield Question("Open a child", f"{path}/{child.id}", bare.OPEN, {}, inside | {"child": child.id})


def _far(owner: Connection[Any], inside: dict[str, Any], order: str) -> dict[str, Any]:
    """The sort values of the child nine tenths down a list."""
    nearest = "(SELECT min(due) FROM duties_duty WHERE child = c.id AND ending = '')"
    asked = f"""SELECT c.id, c.name_key, c.birth_date, {nearest} AS due FROM children_child c
        WHERE {bare.INSIDE} ORDER BY {f"{nearest}, c.id" if order == "due" else order}
        OFFSET (SELECT count(*) * 9 / 10 FROM children_child c WHERE {bare.INSIDE}) LIMIT 1"""
    found = owner.cursor(row_factory=dict_row).execute(asked, inside).fetchone()  # type: ignore[arg-type]  # our own text, not a literal
    assert found, "the register holds children"
    return found


def _place(found: dict[str, Any], key: str) -> str:
    return encode(found[key], found["id"])
