"""Questions to the owner's connection, and how entries and looks are called in sentences."""

import uuid
from pathlib import Path
from typing import Any

from django.db import connections

from hutong.ground import query
from hutong.ground.query import Part

OWNER = "owner"
SQL = Path(__file__).resolve().parents[1] / "sql"


def rows(asked: Part, values: Any = None) -> list[tuple[Any, ...]]:
    """All rows of a statement, asked as the owner."""
    return query.rows(asked, values, OWNER)


def own_functions() -> None:
    """Make the functions that hash anew, for this connection alone: those in the database may have been changed."""
    text = "".join((SQL / name).read_text() for name in ("leaf.sql", "first.sql"))
    text = text.replace("public.journal_", "pg_temp.journal_").replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    with connections[OWNER].cursor() as cursor:
        cursor.execute(text)


def entry(stream: int, sealed: bool, seq: int) -> str:
    """An entry in words; the code in brackets is what `hutong journal erase` takes."""
    return f"{_place(stream)}{'密封' if sealed else ''}第 {seq} 号条目（{stream}-{seq}{'-1' if sealed else ''}）"


def look(key: uuid.UUID) -> str:
    """A look in words."""
    return f"查看记录 {key} "


def _place(stream: int) -> str:
    found = rows("SELECT name FROM places_place WHERE id = %s", [stream])
    found += rows("SELECT name FROM places_former WHERE stable_id = %s LIMIT 1", [stream])
    return found[0][0] if found else "不存在的单位"
