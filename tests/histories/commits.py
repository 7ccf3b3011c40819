"""Writers that are slow, change their mind and meet in the same streams, while phones read on: what a cursor must survive."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connections

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.children.actions import register
from hutong.children.tests.factories import new
from hutong.ground import query
from hutong.sync import streams
from tests import environment
from tests.cast import JIANGBEI, XINLI, appoint_all, grant_of

WRITERS, READERS = 6, 2
CONTEXT = """SELECT set_config('hutong.places', '{[222426105000,222426106000)}', true), set_config('hutong.op', %s, true),
set_config('hutong.action', 'children.update', true), set_config('hutong.at', now()::text, true)"""
WRITE = "UPDATE children_child SET rev = rev + 1, remark = %s WHERE id = ANY (%s)"
NUMBER = "SET CONSTRAINTS journal_fold IMMEDIATE"
ENTRIES = """SELECT e.op FROM journal_entry e JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[]) c(stream, low, high)
ON e.stream_id = c.stream AND NOT e.sealed AND e.seq > c.low AND e.seq <= c.high"""
ALL = (
    """SELECT stream_id, seq, op FROM journal_entry WHERE NOT sealed AND stream_id = ANY (%s) ORDER BY stream_id, seq"""
)


def run(address: str, grant: Grant, commits: int) -> dict[str, int]:
    """As many operations by six writers under two readers; how many were committed, taken back, missed and left out."""
    children = _children()
    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        share = commits // WRITERS
        writing = [pool.submit(_write, address, children, Random(number), share) for number in range(WRITERS)]
        reading = [pool.submit(_read, grant, writing) for _ in range(READERS)]
        back = sum(done.result() for done in writing)
        seen = [done.result() for done in reading]
    with context.within(grant):
        entries = query.rows(ALL, [list(streams.heads(grant).cursors)])
    numbers = [(stream, seq) for stream, seq, _ in entries]
    counts = Counter(stream for stream, _ in numbers)
    gapless = [(stream, seq) for stream in sorted(counts) for seq in range(1, counts[stream] + 1)]
    missed = sum(len({op for _, _, op in entries} - read) for read in seen)
    operations = {op for _, _, op in entries}
    return {"committed": len(operations), "back": back, "missed": missed, "gaps": int(numbers != gapless)}


def _children() -> list[uuid.UUID]:
    with context.within(grants.system()) as grant:
        return register(grant, [new(f"孩子{n}", place=(XINLI, JIANGBEI)[n % 2]) for n in range(40)])


def _write(address: str, children: list[uuid.UUID], draw: Random, share: int) -> int:
    """One connection's operations; how many it took back. Each touches one or two children, often of both villages."""
    back = done = 0
    with psycopg.connect(address, autocommit=True) as connection:
        while done < share:
            some = sorted(draw.sample(children, draw.choice((1, 1, 2))))
            with connection.transaction() as work:
                connection.execute(CONTEXT, [str(uuid.uuid4())])
                connection.execute(WRITE, [f"第{done}次", some])
                if draw.random() < 0.1:
                    # Numbered already, and not committed yet: whoever comes after waits, whoever reads sees nothing.
                    connection.execute(NUMBER)
                    connection.execute("SELECT pg_sleep(%s)", [draw.random() / 100])
                elif draw.random() < 0.1:
                    connection.execute("SELECT pg_sleep(%s)", [draw.random() / 100])
                if draw.random() < 0.15:
                    back += 1
                    raise psycopg.Rollback(work)
            done += 1
    return back


def _read(grant: Grant, writing: list[Future[int]]) -> set[Any]:
    """Reads on by its cursors as a phone does, until everybody has written; the operations that it was told of."""
    cursors = dict.fromkeys(_looked(grant, streams.heads).cursors, 0)
    seen: set[Any] = set()
    try:
        while True:
            over = all(one.done() for one in writing)
            with context.within(grant):
                before, cursors = cursors, streams.after(cursors).cursors
                parts = [list(before), list(before.values()), [cursors[stream] for stream in before]]
                seen |= {op for (op,) in query.rows(ENTRIES, parts)}
            if over and cursors == before:
                return seen
    finally:
        connections.close_all()


def _looked(grant: Grant, look: Any) -> Any:
    with context.within(grant):
        return look(grant)


@pytest.fixture
def commits_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, Grant]]:
    """A database of its own, whose commits stay: the application's address of it, and a grant over two villages."""
    with environment.populated("commits", django_db_blocker) as address:
        grant = replace(grant_of(appoint_all().wanbao), places=(XINLI, JIANGBEI))
        yield environment.as_application(address), grant
