"""Whatever happens inside, what the database is told of who asks and where is afterwards what it was before (wall 4)."""

import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.ground import query
from hutong.journal.actions import operation
from hutong.places.codes import interval
from hutong.workforce.changes.recode import everywhere as recoding
from tests.cast import JILIN, WANBAO, XINLI

NAMES = ("person", "post", "places", "sealed", "organisations", "opened", "now", "op", "action", "device", "at", "ops")
NARROW = grants.Grant(uuid.UUID(int=7), None, None, (XINLI,), (interval(XINLI),), frozenset())
WAYS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "within": lambda: context.within(NARROW),
    "system": lambda: context.within(grants.system()),
    "reaching": lambda: context.reaching(NARROW, WANBAO),
    "everywhere": context.everywhere,
    "as_person": lambda: context.as_person(uuid.UUID(int=9)),
    "operation": lambda: operation("test.nothing"),
    "recoding": lambda: recoding(sealed=True),
    "savepoint": transaction.atomic,
}
ENDS = ("well", "raises", "fails", "fails beneath", "swallowed", "told to roll back", "generator closed")


class Wrong(Exception):
    """What somebody's code raises."""


def told() -> list[str]:
    asked = ", ".join(f"coalesce(current_setting('hutong.{name}', true), '')" for name in NAMES)
    return list(query.rows(f"SELECT {asked}")[0])


def widened_and_failed() -> None:
    context.set_context(places="{[0,1000000000000)}")
    query.rows("SELECT 1 / 0")


def inside(end: str) -> None:
    if end == "raises":
        raise Wrong
    if end == "fails":
        query.rows("SELECT 1 / 0")
    if end == "fails beneath":
        with transaction.atomic(savepoint=False):
            raise Wrong
    if end == "swallowed":
        with pytest.raises(DatabaseError), transaction.atomic():
            widened_and_failed()
    if end == "told to roll back":
        transaction.set_rollback(True)


def walk(path: list[tuple[str, str]]) -> None:
    """Open one way inside another; each is asked afterwards whether all is as it was, whoever held the error back."""
    if not path:
        return
    (way, end), *further = path
    before = told()
    try:
        if end == "generator closed":
            opened = held(way, further)
            next(opened)
            opened.close()
        else:
            # Somebody who holds an error of the database back has a savepoint about it, or may ask nothing more.
            with transaction.atomic(), WAYS[way]():
                walk(further)
                if way in {"within", "system"}:
                    context.open_by_share(uuid.UUID(int=1))
                inside(end)
    except (Wrong, DatabaseError):
        pass
    assert told() == before, (way, end)


def held(way: str, further: list[tuple[str, str]]) -> Generator[int, None, None]:
    with WAYS[way]():
        walk(further)
        yield 1
        yield 2


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.sampled_from(ENDS)), min_size=1, max_size=5))
def test_after_any_nesting_the_settings_are_those_of_before(db, path):
    with context.within(grants.system([interval(JILIN)])):
        walk(path)


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"savepoint"}))
def test_an_error_held_back_without_a_savepoint_leaves_nothing_open(db, way):
    with context.within(NARROW):
        before = told()
        with pytest.raises(Wrong), WAYS[way]():
            raise Wrong
        assert told() == before


@contextmanager
def marked() -> Iterator[None]:
    transaction.set_rollback(True)
    yield
    transaction.set_rollback(False)


@pytest.mark.parametrize("way", ["everywhere", "recoding"])
def test_a_rollback_asked_for_and_taken_back_leaves_nothing_open(db, way):
    with context.within(NARROW):
        before = told()
        taken = WAYS[way]()
        taken.__enter__()
        with marked():
            taken.__exit__(None, None, None)
        assert told() == before
        assert connection.in_atomic_block


def test_a_context_inside_another_gives_the_outer_one_back(db):
    with context.within(grants.system()):
        whole = told()
        with context.within(NARROW):
            assert told() != whole
        assert told() == whole
