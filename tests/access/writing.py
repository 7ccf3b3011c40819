"""What the database lets an officer write beyond what it shows: WITH CHECK, restrictive policies, single conditions.

Asked in SQL of the application's own role with everything else in order (an operation is open), and always undone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.access import floor
from tests.access.roles import BESIDE_COUNTY, COUNTY, FAR, VILLAGE
from tests.access.world import World

# A condition of sealed facts, as PostgreSQL writes it back.
SEALED = re.compile(r"\( SELECT hutong_sealed\(\) AS hutong_sealed\)")

# The last column of a primary key, by which a copy of a row becomes another row.
KEY = "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[i.indnkeyatts - 1] WHERE i.indisprimary AND i.indrelid = %s::regclass"


class _Undo(Exception):
    pass


def _tried(statement: str, values: list[Any]) -> str:
    """Run one statement as the application and undo it: "policy" where a policy refuses it, else what came of it."""
    from django.db import Error, connection, transaction

    said = ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            said = f"{cursor.rowcount} rows"
            raise _Undo
    except _Undo:
        return said
    except Error as error:
        return "policy" if "row-level security" in str(error) else type(error.__cause__).__name__


@contextmanager
def _as(grant: Any, child: str | None = None) -> Iterator[None]:
    """An operation of the officer, a child opened beyond the places where one is named; undone at the end."""
    from django.db import transaction

    from hutong.accounts import context
    from hutong.journal.actions import operation

    with context.within(grant):
        if child:
            context.open_child(uuid.UUID(child))
        with operation("tests.write"):
            yield
        transaction.set_rollback(True)


def _sample(table: str) -> tuple[list[str], str] | None:
    """The columns and one row, as JSON, of a table; as the owner, whom no policy binds."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET row_security = off")
        cursor.execute(
            "SELECT array_agg(column_name::text) FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        [(columns,)] = cursor.fetchall()
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t LIMIT 1")
        found = cursor.fetchone()
    return (columns, found[0]) if found else None


def inserts(world: World, table: str, **more: Any) -> list[str]:
    """What comes of a row of the officer's own county, and of two elsewhere: a copy of one that is there."""
    import json

    sample = _sample(table)
    assert sample, f"the world has no row in {table}"
    columns, row = sample
    name = _owner(KEY, [table])[0][0]
    key = json.loads(row)[name]
    # A key that counts keeps out of the way of the others.
    fresh = str(uuid.uuid4()) if isinstance(key, str) else key + 10**6
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
    with _as(floor.grant(world)):
        return [
            _tried(statement, [json.dumps(json.loads(row) | more | {name: fresh, "place": place})])
            for place in (COUNTY, BESIDE_COUNTY, FAR)
        ]


def granted(table: str, command: str) -> bool:
    """Whether the application may do this to a table at all; where it may not, no policy is asked."""
    command = "SELECT, INSERT, UPDATE, DELETE" if command == "ALL" else command
    return _owner("SELECT has_table_privilege('hutong_app', %s, %s)", [table, command])[0][0]


def _child_column(table: str) -> str:
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name IN ('child', 'child_id')"
    return next((name for (name,) in _owner(asked, [table])), "id")


def of_a_child_elsewhere(world: World, table: str) -> bool:
    """Whether the world has a row of a table that belongs to the child far away."""
    child = str(world.ids[FAR]["child"])
    _owner("SET row_security = off")
    return bool(_owner(f"SELECT 1 FROM {table} WHERE {_child_column(table)} = %s", [child]))


def opened(world: World, table: str) -> list[str]:
    """What comes of changing and of removing the rows of a child elsewhere that was opened for reading."""
    child, column = str(world.ids[FAR]["child"]), _child_column(table)
    # Named for sealed facts: nothing else stands between this officer and the row.
    with _as(floor.grant(world, "county, sealed"), child):
        return [
            _tried(f"UPDATE {table} SET place = place WHERE {column} = %s", [child]),
            _tried(f"DELETE FROM {table} WHERE {column} = %s", [child]),
        ]


def broken_glass(world: World) -> list[Any]:
    """What a village's own director sees and makes of a broken glass: nothing (share.sql)."""
    from hutong.ground import query

    director = floor.grant(world, "director")
    child, seen = str(world.ids[VILLAGE]["child"]), "SELECT count(*) FROM accounts_share WHERE kind = 'break_glass'"
    made = (
        "INSERT INTO accounts_share SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), "
        "'kind', 'break_glass', 'place', %s, 'person', gen_random_uuid()))).* FROM accounts_share s WHERE child = %s LIMIT 1"
    )
    with _as(director, child):
        return [query.rows(seen), _tried(made, [VILLAGE, child])]


def ends(world: World) -> list[str]:
    """What comes of prolonging, of reviving and of removing a share of the own county."""
    with _as(floor.grant(world)):
        return [
            _tried("UPDATE accounts_share SET until = until + interval '1 day' WHERE place = %s", [VILLAGE]),
            _tried("DELETE FROM accounts_share WHERE place = %s", [VILLAGE]),
        ]


def _owner(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def policies(where: str) -> list[tuple[str, str, str, str, str]]:
    """(table, policy, command, USING, WITH CHECK) of the application's policies, of fenced tables with a place."""
    found = _owner(
        "SELECT tablename, policyname, cmd, coalesce(qual, ''), coalesce(with_check, '') FROM pg_policies "
        f"WHERE 'hutong_app' = ANY (roles) AND {where} ORDER BY 1, 2"
    )
    placed = set(floor.fenced())
    return [row for row in found if row[0] in placed]  # type: ignore[misc]  # five texts each


def altered(table: str, policy: str, **clauses: tuple[str, str]) -> Callable[[], Any]:
    """A context in which a clause of a policy says something else; clauses: USING or WITH_CHECK = (kept, instead)."""

    @contextmanager
    def loosen() -> Iterator[None]:
        for clause, (_, instead) in clauses.items():
            _owner(f"ALTER POLICY {policy} ON {table} {clause.replace('_', ' ')} ({instead})")
        try:
            yield
        finally:
            for clause, (kept, _) in clauses.items():
                _owner(f"ALTER POLICY {policy} ON {table} {clause.replace('_', ' ')} ({kept})")

    return loosen


def between(before: str, after: str) -> Callable[[], Any]:
    """A context in which the owner has said one thing, and takes it back at the end."""

    @contextmanager
    def loosen() -> Iterator[None]:
        _owner(before)
        try:
            yield
        finally:
            _owner(after)

    return loosen
