"""Places change while somebody works: with a second connection, between the look and the write. Nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tests import cast as people
from tests import environment

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
BESIDE, DUNHUA_TOWNSHIP = 222426_106_000, 222403_100_000


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A database whose commits stay: the cast, and a child in each of two villages."""
    from hutong.children.tests.factories import registered
    from hutong.ground import clock

    with environment.populated("beside", django_db_blocker), clock.at(NOW):
        cast = people.appoint_all()
        yield SimpleNamespace(cast=cast, child=registered(), beside=registered("李小红", place=people.JIANGBEI))


def changes(**wish: Any) -> Callable[[], None]:
    """A change of places by the administrator, on a connection of its own."""
    from django.db import connections

    from hutong.accounts import context, grants
    from hutong.ground import clock
    from hutong.workforce.changes.actions import change
    from hutong.workforce.changes.plan import Wish

    def run() -> None:
        try:
            with clock.at(NOW), context.within(grants.system()) as grant:
                change(grant, Wish(in_force=NOW.date(), **wish), "安政函〔2026〕9号", "区划调整")
        finally:
            connections.close_all()

    return run


@pytest.fixture
def meanwhile(monkeypatch):
    """meanwhile(work): when the next operation begins, `work` is done and committed first, in another thread."""
    from hutong.journal import actions

    real = actions.operation
    waiting: list[Callable[[], None]] = []

    @contextmanager
    def operation(*args: Any, **kwargs: Any):
        if waiting:
            with ThreadPoolExecutor(1) as other:
                other.submit(waiting.pop()).result()
        with real(*args, **kwargs):
            yield

    monkeypatch.setattr(actions, "operation", operation)
    return waiting.append


def browser(person) -> people.Browser:
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(person)
    return people.Browser(client)


def place_of(child) -> int:
    from hutong.children.tests.factories import read

    return read(child).place


def rows_at(place: int) -> int:
    from hutong.accounts import context, grants
    from hutong.workforce.changes import recode

    with context.within(grants.system()):
        return recode.counts([(place, place + 1)])["records"]


def test_a_director_whose_village_gets_another_code_is_told_to_reload_and_then_goes_on(world, meanwhile):
    director = browser(world.cast.director)
    old = place_of(world.child)
    meanwhile(changes(kind="move", place=old, parent=BESIDE, code=222426_106_399))
    answer = director.post(f"/children/{world.child}/confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "overtaken")
    assert "请刷新页面" in answer.json()["message"]
    assert (place_of(world.child), rows_at(old)) == (222426_106_399, 0)
    assert director.post(f"/children/{world.child}/confirm").status_code < 300


def test_a_visit_that_the_county_writes_while_the_village_gets_another_code_leaves_nothing_at_the_old_one(
    world, meanwhile
):
    county = browser(world.cast.antu)
    old = place_of(world.beside)
    meanwhile(changes(kind="move", place=old, parent=BESIDE, code=222426_106_398))
    visit = {"on": str(NOW.date()), "mode": "home", "no_change": True}
    answer = county.post(f"/children/{world.beside}/visits", visit)
    assert (answer.status_code, answer.json()["code"]) == (409, "overtaken")
    assert rows_at(old) == 0
    assert county.post(f"/children/{world.beside}/visits", visit).status_code < 300


def test_a_village_that_goes_to_another_county_takes_the_file_out_of_the_hands_of_the_first(world, meanwhile):
    county = browser(world.cast.antu)
    old = place_of(world.beside)
    meanwhile(changes(kind="move", place=old, parent=DUNHUA_TOWNSHIP))
    body = {"rule": "no_care_reason", "reason": "正在寻找父母", "until": "2026-12-24"}
    answer = county.post(f"/children/{world.beside}/explain", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "overtaken")
    assert rows_at(old) == 0
    assert county.post(f"/children/{world.beside}/explain", body).status_code == 404
