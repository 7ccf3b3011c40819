"""The people of the tests, by name, each with the post they hold; and a browser for each without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.day import APPOINTED

if TYPE_CHECKING:
    from django.test import Client

    from hutong.accounts.grants import Grant
    from hutong.accounts.models import Person

PASSWORD = "护童-测试-2026"

ANTU, NONGAN = 222426_000_000, 220122_000_000
WANBAO, KAOSHAN = 222426_105_000, 220122_103_000
XINLI, JIANGBEI = 222426_105_204, 222426_105_205
CHANGBAISHAN, CHIBEI = 2298_00_000_000, 229801_000_000
JILIN = 22 * 10**10

# name: (role, place)
CAST = {
    "director": ("child_director", XINLI),
    "neighbour": ("child_director", JIANGBEI),
    "wanbao": ("supervisor", WANBAO),
    "kaoshan": ("supervisor", KAOSHAN),
    "antu": ("civil_affairs", ANTU),
    "nongan": ("civil_affairs", NONGAN),
    "changbaishan": ("civil_affairs", CHANGBAISHAN),
    "chibei": ("civil_affairs", CHIBEI),
    "yanbian": ("civil_affairs", 2224_00_000_000),
    "jilin": ("civil_affairs", JILIN),
    "institution": ("protection_institution", ANTU),
    "auditor": ("auditor", ANTU),
    "administrator": ("administrator", JILIN),
    "police": ("department", ANTU),
}
NAMES = {
    "director": "王秀兰",
    "neighbour": "李桂芝",
    "wanbao": "赵明",
    "kaoshan": "孙立新",
    "antu": "金哲洙",
    "nongan": "刘洋",
    "changbaishan": "周海",
    "chibei": "吴敏",
    "yanbian": "朴英姬",
    "jilin": "郑国强",
    "institution": "崔雪",
    "auditor": "冯静",
    "administrator": "陈工",
    "police": "杨警官",
}


def appoint_all() -> SimpleNamespace:
    """Appoint the cast in the present database; gives the persons by name."""
    from hutong.accounts import context, grants
    from hutong.accounts.permissions import Role
    from hutong.ground import clock
    from hutong.workforce.actions import Appointment, appoint

    wanted = [
        Appointment(
            place,
            Role(role),
            NAMES[key],
            phone=f"1390443{number:04}",
            password=PASSWORD,
            organisation="公安局" if key == "police" else "",
        )
        for number, (key, (role, place)) in enumerate(CAST.items(), 1)
    ]
    with clock.at(APPOINTED), context.within(grants.system()) as grant:
        done = appoint(grant, wanted)
    return SimpleNamespace(**{key: one.post.person for key, one in zip(CAST, done, strict=True)})


def again(person: Any) -> Person:
    """A person, or the one of an id, as the database has them now."""
    from hutong.accounts import people

    found = people.somebody(getattr(person, "pk", person))
    assert found
    return found


def number_of_people() -> int:
    """How many accounts there are."""
    from hutong.accounts import context, grants
    from hutong.accounts.models import Person

    with context.within(grants.system()):
        return Person.objects.count()


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The people, appointed and rolled back with the test: cast.wanbao is the supervisor of 万宝镇."""
    return appoint_all()


def grant_of(person: Person, role: str | None = None) -> Grant:
    """The grant a person acts under."""
    from hutong.accounts import held
    from hutong.accounts.permissions import Role

    grant = held.grant_of(person, Role(role) if role else None)
    assert grant is not None
    return grant


@dataclass
class Browser:
    """What a signed-in page sends: JSON under /api/v1. Answers as Django's test responses; `.json()` reads them."""

    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", {key: value for key, value in query.items() if value is not None})

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("post", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self._send("patch", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        return self._send("put", path, body)

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}")

    def upload(self, path: str, **parts: Any) -> Any:
        return self.client.post(f"/api/v1{path}", parts)

    def _send(self, method: str, path: str, body: Any) -> Any:
        text = json.dumps({} if body is None else body, ensure_ascii=False, default=str)
        return getattr(self.client, method)(f"/api/v1{path}", text, content_type="application/json")


@pytest.fixture
def client_for(db: None) -> Any:
    """client_for(person): a browser in which that person is signed in."""
    from django.test import Client

    def sign_in(person: Person) -> Browser:
        client = Client()
        client.force_login(person)
        return Browser(client)

    return sign_in
