"""Payloads erased by law (个人信息保护法 §47): their hashes stay, so that the chain still verifies."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections, transaction

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.ground import clock
from hutong.ground.sealing import link
from hutong.journal.actions import PLACES
from hutong.journal.chain import owner

OF_CHILDREN = """
SELECT stream_id, sealed, seq FROM journal_entry
WHERE (child = ANY (%(named)s) OR record = ANY (%(rows)s)) AND action <> 'journal.erase' AND changes -> 'moved' IS DISTINCT FROM '"left"' ORDER BY 1, 2, 3
"""
LOOKS = "SELECT id FROM journal_view WHERE child = ANY (%s) AND (purpose <> '' OR erased IS NOT NULL) ORDER BY id"
ONE = """
SELECT stream_id, sealed, seq, place FROM journal_entry
WHERE stream_id = %s AND seq = %s AND sealed = %s AND action <> 'journal.erase' AND changes -> 'moved' IS DISTINCT FROM '"left"'
"""
Key = tuple[int, bool, int]


@dataclass(frozen=True)
class Erasable:
    """What one erasure takes: entries by stream, sealed, seq; looks whose purpose goes; where the one who orders it must stand."""

    entries: Sequence[Key]
    looks: Sequence[uuid.UUID]
    place: int


def of_children(children: Sequence[uuid.UUID], place: int, rows: Sequence[uuid.UUID] = ()) -> Erasable:
    """All history of one child, under all ids that its file ever had. Runs inside backup.whole().

    rows: records about it whose entries do not name it."""
    named = [*children, *map(link, children)]  # as sealed matters name it
    entries = [
        (stream, sealed, seq) for stream, sealed, seq in owner.rows(OF_CHILDREN, {"named": named, "rows": list(rows)})
    ]
    return Erasable(entries, [key for (key,) in owner.rows(LOOKS, [named])], place)


def one(stream: int, seq: int, sealed: bool) -> Erasable | None:
    """One entry; None where there is no such, or it holds nothing to erase. Runs inside backup.whole()."""
    return next((Erasable([(*row[:3],)], [], row[3]) for row in owner.rows(ONE, [stream, seq, sealed])), None)


def erase(grant: Grant, what: Erasable, reason: str, basis: str) -> uuid.UUID:
    """Erase for good; gives the operation. grant: who orders it, who must be allowed to. Runs inside backup.whole()."""
    op = new_id()
    told = {
        "op": op, "action": "journal.erase", "at": clock.now().isoformat(),
        "person": grant.person or "", "post": grant.post or "", "device": "",
    }  # fmt: skip
    with transaction.atomic(owner.OWNER), connections[owner.OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [PLACES])
        for name, value in told.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"hutong.{name}", str(value)])
        cursor.execute(
            "SELECT journal_erase(%s, %s, %s, %s)", [json.dumps(what.entries), list(what.looks), reason, basis]
        )
        cursor.execute("SET CONSTRAINTS journal_fold IMMEDIATE; SET CONSTRAINTS journal_fold DEFERRED")
    return op
