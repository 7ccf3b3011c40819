"""Two imports at the same moment, each on a connection of its own: no child is registered twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from tests import cast as people
from tests import environment

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
HEAD = ["村", "姓名", "性别", "出生日期", "身份证号", "儿童类别"]
FORTY = "\n".join(
    ",".join(row)
    for row in [
        HEAD,
        *(
            [
                "新立村",
                f"李{chr(0x4E00 + 7 * n)}",
                "男",
                date(2016, 1 + n % 12, 1 + n % 28).isoformat(),
                "无户口",
                "困境儿童",
            ]
            for n in range(40)
        ),
    ]
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A database whose commits stay: the cast, and nothing imported."""
    from hutong.ground import clock

    with environment.populated("imports", django_db_blocker), clock.at(NOW):
        yield SimpleNamespace(cast=people.appoint_all())


def uploaded(person: Any, place: int, role: str) -> str:
    """A checked and confirmed upload of the forty children, by one person."""
    from hutong.accounts import context, held
    from hutong.accounts.permissions import Role
    from hutong.ledgers.intake import actions, tasks

    grant = held.grant_of(person, Role(role))
    assert grant
    with context.within(grant):
        ledger = actions.upload(grant, place, "名单.csv", FORTY.encode())
    tasks.check_ledger(str(ledger.pk))
    with context.within(grant):
        actions.confirm(grant, ledger.pk)
    return str(ledger.pk)


def written_at_once(*ledgers: str) -> None:
    """The worker's jobs of several imports, begun at one moment on connections of their own."""
    from django.db import connections

    from hutong.ground import clock
    from hutong.ledgers.intake import tasks

    ready = Barrier(len(ledgers))

    def run(ledger: str) -> None:
        try:
            with clock.at(NOW):
                ready.wait(60)
                tasks.write_ledger(ledger)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(ledgers)) as workers:
        for job in [workers.submit(run, ledger) for ledger in ledgers]:
            job.result()


def test_one_file_confirmed_twice_at_once_is_written_once(world):
    from hutong.accounts import context, grants
    from hutong.children.models import Child
    from hutong.ground import clock
    from hutong.ledgers.models import LedgerImport

    with clock.at(NOW):
        first = uploaded(world.cast.wanbao, people.WANBAO, "supervisor")
        second = uploaded(world.cast.wanbao, people.WANBAO, "supervisor")
        written_at_once(first, second, first)
        with context.within(grants.system()) as grant:
            told = [LedgerImport.objects.within(grant).get(pk=key) for key in (first, second)]
            assert {ledger.status for ledger in told} == {"done"}
            assert sorted((one.totals["new"], one.totals["unchanged"]) for one in told) == [(0, 40), (40, 0)]
            assert Child.objects.within(grant).filter(name__startswith="李").count() == 40
