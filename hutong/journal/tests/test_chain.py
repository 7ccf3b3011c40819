"""The hash chain: whatever is changed, removed or added afterwards is found and named; what the law erased is not broken."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children import erasing, timeline
from hutong.children.actions import leave, update
from hutong.children.actions.sealing import seal_fact
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import registered
from hutong.config import backup
from hutong.ground import clock, query
from hutong.ground.sealing import link
from hutong.journal.actions import looked, operation
from hutong.journal.chain import asked, checking, sealing
from hutong.journal.models import Entry
from hutong.journal.revert import PayloadErased, revert
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


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with environment.populated("chain", django_db_blocker), clock.at(DAY):
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
        return asked.rows(HELD)[0][0]


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


def check(*kept: sealing.Head) -> checking.Found:
    with backup.whole():
        return checking.check(kept)


def wrong(*kept: sealing.Head) -> list[str]:
    return check(*kept).wrong


def columns() -> list[tuple[str, str, str]]:
    return query.rows(
        "SELECT table_name, column_name, udt_name FROM information_schema.columns "
        "WHERE table_name IN ('journal_entry', 'journal_view', 'journal_seal', 'journal_sealpart') ORDER BY 1, 2"
    )


OTHER = {
    "uuid": "gen_random_uuid()",
    "bool": "NOT {0}",
    "int8": "coalesce({0}, 0) + 1000000",
    "timestamptz": "{0} + interval '1 microsecond'",
    "varchar": "overlay({0} || '.' placing ',' from 1)",
    "jsonb": "replace(coalesce({0}, '[\"x\", \"00\"]')::text, '祖母', '祖父')::jsonb",
    "bytea": "set_byte({0}, length({0}) - 1, (get_byte({0}, length({0}) - 1) + 1) % 256)",
    "_uuid": "array_append({0}, gen_random_uuid())",
    "_int8": "array_append({0}, 1)",
}


def test_what_nobody_touched_is_sound(world: World) -> None:
    found = check()
    assert found.wrong == []
    assert found.seals >= 2
    assert found.entries > 10
    assert found.looks >= 2


def test_one_changed_value_in_any_column_is_found(world: World) -> None:
    """Of a sealed entry with a payload, a sealed look with a purpose, a seal and its parts."""
    whose = {
        "journal_entry": "seq = 2 AND child IS NOT NULL AND changes::text LIKE '%祖母%'",
        "journal_view": "purpose = '年度核查'",
        "journal_seal": "n = 1",
        "journal_sealpart": "seal = 1 AND {0} IS NOT NULL",
    }
    unnoticed = []
    for table, column, kind in columns():
        if (table, column) == ("journal_sealpart", "id"):
            continue  # says nothing
        where = whose[table].format(column)
        one = f"ctid = (SELECT ctid FROM {table} WHERE {where} ORDER BY ctid LIMIT 1)"
        with tampered(f"UPDATE {table} SET {column} = {OTHER[kind].format(column)} WHERE {one}"):
            if not wrong():
                unnoticed.append((table, column))
    assert unnoticed == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM journal_entry WHERE seq = 2 AND child IS NOT NULL AND NOT sealed", "被删除"),
        ("DELETE FROM journal_entry WHERE changes::text LIKE '%还没有封存的一句%'", "还没有封存就不见了"),
        ("DELETE FROM journal_view WHERE purpose = '家长来访'", "被删除"),
        ("DELETE FROM journal_seal WHERE n = 1", "第 2 批封存与前一批接不上"),
        ("DELETE FROM journal_sealpart WHERE seal = 1 AND stream_id IS NULL", "第 1 批封存本身被改动"),
        ("UPDATE journal_entry SET place = 222426105206 WHERE seq = 1 AND child IS NOT NULL", "所在单位被改动"),
        ("UPDATE journal_view SET place = 222426105206 WHERE purpose = '家长来访'", "所在单位被改动"),
        (
            "INSERT INTO journal_entry SELECT (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1000, 'op', gen_random_uuid()))).*"
            " FROM journal_entry e WHERE child IS NOT NULL AND seq = 1",
            "是多出来的",
        ),
        (
            "INSERT INTO journal_view SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid()))).* FROM journal_view v",
            "是多出来的",
        ),
        (
            """UPDATE journal_entry SET salt = NULL, changes = jsonb_build_object('erased', jsonb_build_array(op,
            encode(sha256(uuid_send(salt) || convert_to(changes::text, 'UTF8')), 'hex'))) WHERE changes::text LIKE '%祖母%'""",
            "没有办理删除的记录",
        ),
    ],
)
def test_it_is_said_what_is_wrong_and_where(world: World, statement: str, said: str) -> None:
    with tampered(statement):
        found = wrong()
    assert said in found[0], found


def test_an_entry_is_named_by_its_village_and_number(world: World) -> None:
    with tampered(
        "UPDATE journal_entry SET person = gen_random_uuid() WHERE child = %s AND seq = 2", values=[world.kept]
    ):
        [found] = wrong()
    assert found.startswith("第 1 批：新立村")
    assert "第 2 号条目" in found


def test_a_history_written_anew_is_found_by_a_head_that_was_kept_elsewhere(world: World) -> None:
    with backup.whole():
        head = checking.last()
    assert head
    [kept] = sealing.heads(f"{head.line}\n")
    assert wrong(kept) == []
    with tampered("DELETE FROM journal_seal WHERE n = 2", "DELETE FROM journal_sealpart WHERE seal = 2"):
        assert [one for one in wrong(kept) if "抄存的第 2 批" in one]
    assert "整个重写过" in wrong(kept._replace(hash="00"))[0]


def test_the_check_does_not_believe_the_functions_in_the_database(world: World) -> None:
    lie = """CREATE OR REPLACE FUNCTION public.journal_leaf(e journal_entry) RETURNS bytea LANGUAGE sql STABLE AS
    $$ SELECT sha256('') $$"""
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute(lie)
        assert checking.check().wrong == []
        transaction.set_rollback(True, using="owner")


def test_nothing_is_sealed_in_front_of_what_may_still_come(world: World) -> None:
    """A look whose transaction is still open, and an older one that was committed after it began."""
    own = environment.as_application(connections["owner"].connection.info.dsn)
    import psycopg

    see = "INSERT INTO journal_view (id, at, person, post, child, place, kind, purpose, role) VALUES (%s, now(), %s, %s, %s, %s, 'open', '慢', '')"
    seal_all()
    before = looks()
    with psycopg.connect(own) as slow:
        slow.execute("SELECT set_config('hutong.places', '{[0,1000000000000)}', true)")
        late = uuid.uuid4()
        slow.execute("SELECT set_config('hutong.person', %s, true)", [str(late)])
        slow.execute(see, [late, late, late, world.kept, people.XINLI])
        county = people.grant_of(world.cast.antu)
        with context.within(county):
            looked(county, "unmask", people.XINLI, world.kept, "打电话")
        sealing.seal()
        assert wrong() == []
        assert looks() == before
    seal_all()
    assert wrong() == []
    assert looks() == before + 2


def looks() -> int:
    return check().looks


def test_in_small_batches_too_every_number_is_sealed_once(world: World) -> None:
    seal_all()
    with context.within(grants.system()) as system:
        for number in range(5):
            remark(system, world.kept, f"第{number}句")
    assert sealing.seal(most=2) == 5
    assert wrong() == []
    assert sealing.seal() == 0


@pytest.mark.parametrize("statement", ["UPDATE journal_seal SET looks = 0", "DELETE FROM journal_sealpart"])
def test_even_the_owner_does_not_change_a_seal(world: World, statement: str) -> None:
    with backup.whole(), connections["owner"].cursor() as cursor:
        with pytest.raises(ProgrammingError, match="stay as they are"):
            cursor.execute(statement)
        transaction.set_rollback(True, using="owner")


def test_the_application_can_neither_seal_falsely_nor_erase(world: World) -> None:
    for statement in ("SELECT journal_erase('[]', '{}', 'x', 'x')", "INSERT INTO journal_seal VALUES (9)"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            query.run(statement)


# From here on history is erased for good: these come last.
GIVEN = ("家长依法要求删除", "个人信息保护法第四十七条，民函〔2026〕3号")


def erased(
    world: World, *, child: str | None = None, entry: str | None = None, by: str = "", confirm: bool = True
) -> dict:
    with backup.whole():
        return erasing.erase(child, entry, by or world.cast.administrator.staff_number, *GIVEN, confirm)


def number(child: uuid.UUID) -> str:
    with context.within(grants.system()):
        return plain(Child).get(pk=child).number


def test_who_may_not_erase_is_told_why(world: World) -> None:
    with pytest.raises(erasing.ErasureRefused, match="在册，历史是办理的依据"):
        erased(world, child=number(world.kept))
    with pytest.raises(erasing.ErasureRefused, match="不是管这个单位的系统管理员"):
        erased(world, entry=key(world.kept), by=world.cast.antu.staff_number)
    with pytest.raises(erasing.ErasureRefused, match="没有护童编号为"):
        erased(world, child="没有")
    for nothing in ("1-99999", "x", "9" * 30):
        with pytest.raises(erasing.ErasureRefused, match="没有编号为"):
            erased(world, entry=nothing)


def key(child: uuid.UUID) -> str:
    with context.within(grants.system()):
        entry = plain(Entry).get(child=child, sealed=False, seq=2)
    return f"{entry.stream_id}-{entry.seq}"


def test_one_entry_is_erased_and_cannot_be_taken_back_any_more(world: World) -> None:
    with context.within(grants.system()):
        op = plain(Entry).get(child=world.kept, seq=2).op
    assert erased(world, entry=key(world.kept), confirm=False) == {"entries": 1, "looks": 0, "erased": False}
    assert events(world.kept)[-2]["changes"]
    erased(world, entry=key(world.kept))
    assert wrong() == []
    assert [set(json.loads(changes)) for changes, salt in written(world.kept) if salt is None] == [{"erased"}]
    old, *_, last = (events(world.kept)[-2], events(world.kept)[0])
    assert (old["detail"], old["changes"]) == ("内容已依法删除", [])
    assert last["title"] == "依法删除历史内容"
    assert last["by"] == "陈工"
    with context.within(grants.system()), operation("test.revert"), pytest.raises(PayloadErased, match="不能撤销"):
        revert(op)
    seal_all()
    assert wrong() == []


def events(child: uuid.UUID) -> list[dict[str, Any]]:
    with context.within(grants.system()) as system:
        return timeline.page(system, plain(Child).get(pk=child))["items"]


def written(child: uuid.UUID) -> list[Any]:
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT changes, salt FROM journal_entry WHERE child IN (%s, %s) AND action <> 'journal.erase'",
            [child, link(child)],
        )
        return cursor.fetchall()


def test_the_whole_history_of_a_closed_file_is_erased_sealed_matters_too(world: World) -> None:
    with context.within(grants.system()) as system:
        leave(system, plain(Child).get(pk=world.gone), ExitReason.MOVED, DAY)
    before = check().erased
    told = erased(world, child=number(world.gone))
    assert told["entries"] >= 4
    assert told["looks"] == 1
    seal_all()
    assert (check().wrong, check().erased) == ([], before + told["entries"] + 1)
    assert all(
        salt is None and set(json.loads(changes)) <= {"erased", "moved"} for changes, salt in written(world.gone)
    )
    # What erased says can itself not be changed unseen.
    with tampered(
        "UPDATE journal_entry SET changes = replace(changes::text, '家长', '某人')::jsonb WHERE action = 'journal.erase'"
    ):
        assert wrong()
