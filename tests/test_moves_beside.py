"""Two officers of one end answer one move at once: the second waits for the first, and is told who that was."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests import environment
from tests.cast import appoint_all, grant_of

FAR = 220122_103_200


@pytest.fixture(scope="module")
def waits(django_db_setup, django_db_blocker):
    """A move that waits, and who may answer it, in a database whose commits stay."""
    from hutong.accounts import context
    from hutong.children.models import Child
    from hutong.children.tests.factories import registered
    from hutong.transfers.moves import actions

    with environment.populated("moves", django_db_blocker):
        cast, child = appoint_all(), registered("黄佑俊")
        with context.within(grant_of(cast.wanbao)) as grant:
            move = actions.ask(grant, Child.objects.within(grant).get(pk=child), FAR, "随父母搬走")
        yield SimpleNamespace(move=move.pk, cast=cast)


def answer(person, move, accepts: bool) -> str:
    """Answer on a connection of its own; gives what was refused."""
    from django.db import connections

    from hutong.accounts import context
    from hutong.accounts.http import Problem
    from hutong.transfers.moves import actions

    try:
        with context.within(grant_of(person)) as grant:
            actions.accept(grant, move) if accepts else actions.refuse(grant, move, "查无此人")
    except Problem as refused:
        return f"{refused.status} {refused}"
    finally:
        connections.close_all()
    return "done"


def test_the_second_of_two_officers_waits_and_hears_who_was_first(waits):
    """Whichever comes first: the state is the first one's, and the other is refused in words."""
    with ThreadPoolExecutor(2) as both:
        bureau = both.submit(answer, waits.cast.nongan, waits.move, True)
        supervisor = both.submit(answer, waits.cast.kaoshan, waits.move, False)
        told = {"刘洋": bureau.result(timeout=60), "孙立新": supervisor.result(timeout=60)}
    assert "done" in told.values()
    first, state = ("刘洋", "已迁移") if told["刘洋"] == "done" else ("孙立新", "已退回")
    [second] = [said for name, said in told.items() if name != first]
    assert second.startswith(f"409 这件迁移{state}（{first}，")
