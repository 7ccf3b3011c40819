"""Rows outside the county in every fenced table that the world leaves without any, so that no policy is untested for want of something to hide.

Made by the owner without triggers and foreign keys, gone again afterwards: no route ever reads them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.access import floor
from tests.access.roles import BESIDE_COUNTY, COUNTY, FAR, VILLAGE
from tests.access.world import World

SPOTS = (VILLAGE, BESIDE_COUNTY, FAR)
COLUMNS = """
SELECT column_name::text, udt_name::text, is_nullable = 'YES' FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""
# What stands for any value of a type.
PLAIN: dict[str, Any] = {
    "int8": 1, "int4": 1, "int2": 1, "numeric": 1, "bool": False, "varchar": "x", "text": "x", "bytea": "\\x00", "jsonb": {},
    "date": "2026-01-02", "timestamptz": "2026-01-02T00:00:00+08:00", "daterange": "[2026-01-02,)", "_varchar": [],
}  # fmt: skip
# Rows of a kind that the world does not make, beside those it does: (table, what is different, at which place).
KINDS = (("journal_view", {"kind": "sealed"}, VILLAGE), ("accounts_share", {"kind": "break_glass"}, COUNTY))


@contextmanager
def everywhere(world: World) -> Iterator[None]:
    """The rows, for the time of a test."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET row_security = off")
        cursor.execute("SET session_replication_role = replica")
        made: list[tuple[str, Any]] = []
        try:
            made.extend(_missing(world, cursor))
            made.extend(_kinds(world, cursor))
            yield
        finally:
            for table, key in made:
                cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])
            cursor.execute("SET session_replication_role = DEFAULT")


def _missing(world: World, cursor: Any) -> Iterator[tuple[str, Any]]:
    for table in floor.fenced():
        cursor.execute(f"SELECT DISTINCT place FROM {table}")
        if not any(floor.outside(place) for (place,) in cursor.fetchall()):
            cursor.execute(COLUMNS, [table])
            columns = cursor.fetchall()
            yield from (_insert(cursor, table, _row(world, columns, spot, n)) for n, spot in enumerate(SPOTS, 1))


def _row(world: World, columns: list[tuple[str, str, bool]], spot: int, number: int) -> dict[str, Any]:
    child = str(world.ids[spot]["child"])
    row = {name: str(uuid.uuid4()) if kind == "uuid" else PLAIN[kind] for name, kind, empty in columns if not empty}
    named = {name for name, _, _ in columns} & {"child", "child_id"}
    # Keys that are numbers, texts that are unique.
    numbered = {name: number for name, kind, _ in columns if name == "id" and kind != "uuid"}
    unique = {name: {"x": str(number), "\\x00": f"\\x0{number}"}.get(str(row[name]), row[name]) for name in row}
    return unique | numbered | dict.fromkeys(named, child) | {"place": spot}


def _kinds(world: World, cursor: Any) -> Iterator[tuple[str, Any]]:
    for table, different, place in KINDS:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t LIMIT 1")
        same = {"id": str(uuid.uuid4()), "child": str(world.ids[VILLAGE]["child"]), "place": place}
        yield _insert(cursor, table, json.loads(cursor.fetchone()[0]) | same | different)


def _insert(cursor: Any, table: str, row: dict[str, Any]) -> tuple[str, Any]:
    names = ", ".join(f'"{name}"' for name in row)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) RETURNING id",
        [json.dumps(row)],
    )
    return table, cursor.fetchone()[0]
