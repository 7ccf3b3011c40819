"""The hash chain: whatever is changed, removed or added afterwards is found and named."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction

from hutong.accounts import context, grants
from hutong.config import backup
from hutong.ground import query
from hutong.journal.actions import looked
from hutong.journal.chain import checking, sealing
from hutong.journal.tests.chained import World, chained, check, looks, remark, seal_all, tampered, wrong
from tests import cast as people
from tests import environment


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with chained("chain", django_db_blocker) as made:
        yield made


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
