"""However many ask at the same moment, no more than may are let through: each counts one more and is told how many they are, in one step."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests import environment

TOGETHER = 4


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database whose commits stay, so that one thread sees what another counted."""
    with environment.populated("limits", django_db_blocker):
        yield


@pytest.mark.parametrize("name", ["break_glass", "urgent"])
def test_no_more_are_let_through_than_may(committed: None, name: str) -> None:
    from hutong.accounts.limits import BREAK_GLASS
    from hutong.sync.urgent import MANY as urgent

    limit = next(one for one in (BREAK_GLASS.today(), urgent) if one.name == name)
    start = Barrier(TOGETHER)

    def ask() -> list[bool]:
        from django.db import connections

        try:
            start.wait()
            return [limit.take("somebody", limit.most) for _ in range(limit.most)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = [pool.submit(ask) for _ in range(TOGETHER)]
        told = Counter(let for one in answers for let in one.result())
    assert told == {True: limit.most, False: limit.most * (TOGETHER - 1)}


def test_of_sixteen_passwords_tried_at_once_five_are_examined(committed: None) -> None:
    from django.test import RequestFactory

    from hutong.accounts import lockout

    start = Barrier(16)

    def ask() -> bool:
        from django.db import connections

        try:
            start.wait()
            return lockout.taken("2224260001", RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        told = Counter(one.result() for one in [pool.submit(ask) for _ in range(16)])
    assert told == {False: lockout.FAILURES, True: 16 - lockout.FAILURES}


def test_two_in_transactions_that_are_not_over_count_both(committed: None) -> None:
    """Break-glass counts inside its route's transaction: the second waits for the first, and is told of both."""
    from django.db import connections, transaction

    from hutong.accounts.limits import BREAK_GLASS

    tries = BREAK_GLASS.today()

    def take() -> bool:
        try:
            return tries.take("both", 2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert tries.take("both", 2)
            second = other.submit(take)
        assert second.result()
    assert not tries.take("both", 2)
