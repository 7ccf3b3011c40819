"""A database of its own whose history is sealed, and hands that change it past everything: for the tests of the chain."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import connections, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.actions import update
from hutong.children.actions.sealing import seal_fact
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import registered
from hutong.config import backup
from hutong.ground import clock
from hutong.journal.actions import looked
from hutong.journal.chain import checking, owner, sealing
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests import cast as people
from tests import environment

DAY = date(2026, 11, 20)


@dataclass
class World:
    """Two children with a history, looks and a sealed matter, of which all but the last is sealed."""

    kept: uuid.UUID
    gone: uuid.UUID
    cast: SimpleNamespace


@contextmanager
def chained(kind: str, blocker: Any) -> Iterator[World]:
    """Inside, Django works on a database of its own that holds this world; what tests write there stays."""
    with environment.populated(kind, blocker), clock.at(DAY):
        made = World(registered("周甲"), registered("周乙", place=people.JIANGBEI), SimpleNamespace())
        with context.within(grants.system()) as system:
            for child in (made.kept, made.gone):
                remark(system, child, "祖母多病")
            seal_fact(system, plain(Child).get(pk=made.gone), SealedKind.HIV, "市定点医院告知", None)
        made.cast = people.appoint_all()
        county = people.grant_of(made.cast.antu)
        with context.within(county):
            looked(county, "open", people.XINLI, made.kept, "年度核查")
            looked(county, "open", people.JIANGBEI, made.gone, "家长来访")
        assert seal_all() > 0
        # 江北村 goes into 新立村: its stream ends, its looks and entries stand elsewhere from now on.
        with context.within(grants.system()) as system:
            ends = list(plain(Post).filter(place=people.JIANGBEI).values_list("pk", flat=True))
            change(system, Wish("merge", people.JIANGBEI, DAY, into=people.XINLI), "吉政函〔2026〕1号", "合并", ends)
        assert seal_all() > 0
        with context.within(grants.system()) as system:
            remark(system, made.kept, "还没有封存的一句")
        yield made


# Looks that a transaction still running keeps from being sealed, of whatever database of the server.
HELD = "SELECT EXISTS (SELECT 1 FROM journal_view WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


def seal_all() -> int:
    """Seal when no test beside this one holds a transaction open that is older than the last look."""
    until = time.monotonic() + 120
    while _held() and time.monotonic() < until:
        time.sleep(0.02)
    return sealing.seal()


def _held() -> bool:
    with backup.whole():
        return owner.rows(HELD)[0][0]


def remark(grant: grants.Grant, child: uuid.UUID, words: str) -> None:
    row = plain(Child).get(pk=child)
    update(grant, child, row.rev, {}, {"child": {"remark": words}})


@contextmanager
def tampered(*statements: str, values: Any = None) -> Iterator[None]:
    """As somebody who holds the database itself might do it; taken back afterwards."""
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement, values)
            assert cursor.rowcount, "nothing was tampered with"
        yield
        transaction.set_rollback(True, using="owner")


def check(*kept: sealing.Head) -> checking.Result:
    with backup.whole():
        return checking.check(kept)


def wrong(*kept: sealing.Head) -> list[str]:
    return check(*kept).wrong


def looks() -> int:
    return check().looks
