"""A file opened and a file changed: as a request, and as the same finished rows written by hand in one transaction."""

import json
import secrets
import uuid
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from django.test import Client
from psycopg import Connection

from hutong.children.values.id_number import check_digit
from hutong.ground import clock
from tests.bench.asking import TIMES, WARM, Answered
from tests.bench.stopwatch import Laps, database_time

if TYPE_CHECKING:
    from hutong.accounts.models import Person

# Table, and the column that names the child.
ROWS = {
    "children_child": "id",
    "children_relative": "child_id",
    "children_category": "child_id",
    "children_schooling": "child_id",
    "children_token": "child_id",
    "duties_duty": "child",
    "journal_entry": "child",
}
FAMILY = {"name": "王德山", "relation": "paternal_grandfather", "phone": "13844330001"}


def create(person: "Person", owner: Connection[Any], village: int) -> Answered:
    """Children with number, carer, father, school and category; beside their own rows under another id."""
    client = _client(person)
    rng = Random(secrets.randbits(30))

    def ask(turn: int) -> Callable[[], Any]:
        born = clock.today().replace(year=clock.today().year - 9, month=1 + turn % 12, day=1 + rng.randrange(28))
        # Of counties whose people the register does not hold, so many that no number comes twice.
        first = f"5401{rng.randrange(100):02}{born:%Y%m%d}{2 * rng.randrange(500) + 1:03}"
        number = first + check_digit(first)
        child = {"name": f"测{chr(0x4E00 + rng.randrange(9000))}{chr(0x4E00 + rng.randrange(9000))}", "sex": "male"}
        groups = {
            "child": child | {"birth_date": f"{born}", "id_kind": "resident", "id_number": number},
            "carer": FAMILY,
            "father": {"name": "王勇", "phone": "13844330002", "whereabouts": "country"},
            "schooling": {"stage": "primary", "school": "中心小学"},
        }
        body = {"place": village, "groups": groups, "categories": ["left_behind"]}
        return lambda: client.post("/api/v1/children", json.dumps(body), "application/json")

    return _beside("Create a file", owner, ask, _copied)


def change(person: "Person", owner: Connection[Any], village: int) -> Answered:
    """The address of a child of the village, each turn another child's."""
    client = _client(person)
    sql = "SELECT id FROM children_child WHERE place = %s AND exited_on IS NULL ORDER BY id"
    ids = [key for (key,) in owner.execute(sql, [village]).fetchall()]

    def ask(turn: int) -> Callable[[], Any]:
        address = f"/api/v1/children/{ids[turn % len(ids)]}"
        file = client.get(address).json()
        seen = next(group["values"]["address"] for group in file["groups"] if group["key"] == "child")
        body = {"rev": file["rev"], "base": {"child": {"address": seen}}}
        body["changes"] = {"child": {"address": f"{turn}组{secrets.token_hex(2)}号"}}
        return lambda: client.patch(address, json.dumps(body), "application/json")

    return _beside("Change an address", owner, ask, _changed)


def _client(person: "Person") -> Client:
    client = Client()
    client.force_login(person)
    return client


# Gives what writes by hand, and what takes that away again: a copy under another id can be opened by nobody.
Run = Callable[[], None]
Bare = Callable[[Connection[Any], str], tuple[Run, Run]]


def _beside(title: str, owner: Connection[Any], ask: Callable[[int], Callable[[], Any]], bare: Bare) -> Answered:
    found = Answered(title, [], [], [])
    for turn in range(WARM + TIMES):
        send, laps = ask(turn), Laps()
        with laps.lap("whole"), database_time(laps, "database"):
            answer = send()
        assert answer.status_code == 200, answer.content.decode()
        write, take_away = bare(owner, answer.json()["id"])
        with laps.lap("bare"):
            write()
        take_away()
        if turn >= WARM:
            found.whole.append(laps.seconds["whole"])
            found.database.append(laps.seconds["database"])
            found.bare.append(laps.seconds["bare"])
    return found


def _written(owner: Connection[Any], statements: Sequence[tuple[str, Any]]) -> Run:
    """Statements in one transaction: no trigger, no policy, no check of references."""

    def run() -> None:
        with owner.transaction():
            owner.execute("SET LOCAL session_replication_role = replica")
            for sql, values in statements:
                owner.execute(sql, values)  # type: ignore[arg-type]  # our own text, not a literal

    return run


def _copied(owner: Connection[Any], child: str) -> tuple[Run, Run]:
    """Everything that is kept of a child once more, under another id."""
    fresh, writes = str(uuid.uuid4()), []
    for table, column in ROWS.items():
        kept = f"SELECT to_jsonb(t) FROM {table} t WHERE {column} = %s"
        found = owner.execute(kept, [child]).fetchall()  # type: ignore[arg-type]  # our own text, not a literal
        rows = json.dumps([_fresh(row, child, fresh) for (row,) in found])
        writes.append((f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)", [rows]))
    token = "INSERT INTO children_identity (token, child_id) VALUES (%s, %s)"
    away = [(f"DELETE FROM {table} WHERE {column} = %s", [fresh]) for table, column in ROWS.items()]
    return (
        _written(owner, [*writes, (token, [secrets.token_bytes(32), fresh])]),
        _written(owner, [*away, ("DELETE FROM children_identity WHERE child_id = %s", [fresh])]),
    )


def _fresh(row: dict[str, Any], child: str, fresh: str) -> dict[str, Any]:
    """The row for another child: keys that must be unique are."""
    told = {name: fresh if value == child else value for name, value in row.items()}
    if told.get("id") not in (None, fresh):
        told["id"] = str(uuid.uuid4()) if isinstance(told["id"], str) else secrets.randbits(60)
    if "number" in told:
        told["number"] = f"B{secrets.token_hex(8)}"
    if "seq" in told:
        told |= {"seq": secrets.randbits(60), "op": str(uuid.uuid4())}
    return told


def _changed(owner: Connection[Any], child: str) -> tuple[Run, Run]:
    """The child's row, its duty's round closed and opened, one entry of the journal."""
    entry = "SELECT to_jsonb(e) FROM journal_entry e WHERE child = %s ORDER BY seq DESC LIMIT 1"
    found = owner.execute(entry, [child]).fetchone()
    assert found
    told = _fresh(found[0], "", "")
    values = {"child": child, "entry": json.dumps(told), "op": told["op"], "basis": uuid.uuid4()}
    return (
        _written(owner, [(sql, values) for sql in CHANGED]),
        _written(owner, [(sql, values) for sql in UNCHANGED]),
    )


CHANGED = (
    "UPDATE children_child SET address = 'x', rev = rev, confirmed_on = current_date WHERE id = %(child)s",
    "UPDATE duties_duty SET ending = 'done', ended_on = '0001-01-01' WHERE child = %(child)s AND rule = 'file' AND ending = ''",
    """INSERT INTO duties_duty (id, rule, clause, owner, subject, basis, child, place, level, owed_since, due, policy, ending)
       SELECT gen_random_uuid(), rule, clause, owner, subject, %(basis)s, child, place, level, owed_since, due, policy, ''
       FROM duties_duty WHERE child = %(child)s AND rule = 'file' LIMIT 1""",
    "INSERT INTO journal_entry SELECT * FROM jsonb_populate_record(NULL::journal_entry, %(entry)s)",
)
UNCHANGED = (
    "DELETE FROM duties_duty WHERE basis = %(basis)s AND child = %(child)s",
    "UPDATE duties_duty SET ending = '', ended_on = NULL WHERE child = %(child)s AND ended_on = '0001-01-01'",
    "DELETE FROM journal_entry WHERE op = %(op)s AND child = %(child)s",
)


def village_of(owner: Connection[Any], low: int, high: int) -> int:
    """The fullest village of a unit."""
    sql = "SELECT place FROM children_child WHERE place >= %s AND place < %s GROUP BY place ORDER BY count(*) DESC, place LIMIT 1"
    found = owner.execute(sql, [low, high]).fetchone()
    assert found
    return found[0]
