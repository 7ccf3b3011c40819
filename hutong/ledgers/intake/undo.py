"""A whole import taken back while nothing was built on it: new files leave every list, changed ones are as before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children import asking, identity, timeline
from hutong.children.actions.register import write_tokens
from hutong.children.models import Child, Review, Token
from hutong.children.models.choices import ExitReason
from hutong.ground import clock, query
from hutong.ground.sealing import unsealed
from hutong.journal.actions import action
from hutong.journal.models import Entry
from hutong.journal.revert import PayloadErased, revert, since
from hutong.ledgers.intake.actions import NotNow
from hutong.ledgers.models import LedgerImport

DAYS = 30
Status = LedgerImport.Status

# Each child that the import touched: whether it made the file, and whether something was written about it since.
TOUCHED = """
SELECT e.record, coalesce(e.changes -> 'created' ? 'children_child', false), EXISTS (
    SELECT 1 FROM journal_entry l WHERE l.child = e.record AND NOT l.sealed AND l.op <> e.op
    AND (l.at > e.at OR (l.at = e.at AND l.op > e.op)))
FROM journal_entry e WHERE e.op = %s AND e.child = e.record AND NOT e.sealed
"""
LEAVE = """
UPDATE children_child SET exit_reason = %s, exited_on = %s, exit_note = %s, rev = rev + 1 WHERE id = ANY (%s)
"""


@dataclass
class Touched:
    """Children by what the import did; built: those on whose files something was built since."""

    opened: list[uuid.UUID]
    changed: list[uuid.UUID]
    built: list[uuid.UUID]


def touched(ledger: LedgerImport) -> Touched:
    """What an import did and what stands on it, as far as the present scope sees it."""
    rows = query.rows(TOUCHED, [ledger.op]) if ledger.op else []
    return Touched(
        [child for child, made, built in rows if made and not built],
        [child for child, made, built in rows if not made and not built],
        [child for child, _, built in rows if built],
    )


def until(ledger: LedgerImport) -> date | None:
    """The last day on which an import can be taken back."""
    return clock.on(ledger.finished_at) + timedelta(DAYS) if ledger.finished_at else None


def refusal(ledger: LedgerImport) -> str:
    """Why it cannot be taken back whatever was built on it; empty when it can."""
    last = until(ledger)
    if ledger.status == Status.UNDONE:
        return "这份台账已经撤销。"
    if ledger.status not in (Status.DONE, Status.UNDOING) or last is None or ledger.op is None:
        return "这份台账没有写入，不需要撤销。"
    return f"导入已过 {DAYS} 天，不能再整份撤销；请逐份更正。" if clock.today() > last else ""


def preview(grant: Grant, ledger: LedgerImport, after: str | None) -> dict[str, Any]:
    """LedgerUndo: whether, until when, what would go back, and what stays because something was built on it."""
    found = touched(ledger)
    shown, foot = positions.picked(found.built, str, after)
    names = dict(plain(Child).filter(pk__in=shown).values_list("pk", "name"))
    built = since(ledger.op, shown) if ledger.op and shown else []
    return {
        "refusal": refusal(ledger),
        "until": until(ledger),
        "opened": len(found.opened),
        "changed": len(found.changed),
        "items": [_built(grant, child, names.get(child, ""), built) for child in shown],
        **foot,
    }


def _built(grant: Grant, child: uuid.UUID, name: str, entries: Sequence[Entry]) -> dict[str, Any]:
    mine = [entry for entry in entries if entry.child == child][:3]
    told = [f"{event['title']}（{event['by']}）" for event in timeline.events(grant, mine)]
    return {"child": child, "name": name, "what": "、".join(told) or "办理过其他事项"}


@action("children.ask_undo_import", Permission.LEDGER_IMPORT)
def ask(grant: Grant, ledger_id: uuid.UUID, rest: bool) -> LedgerImport:
    """Let an import be taken back by the worker. rest: leave alone the files on which something was built.

    Raises NotNow."""
    ledger = LedgerImport.objects.within(grant).select_for_update().get(pk=ledger_id)
    if ledger.status == Status.UNDOING:
        return ledger
    if why := refusal(ledger):
        raise NotNow(why)
    found = touched(ledger)
    if found.built and not rest:
        raise NotNow(
            f"有 {len(found.built)} 个儿童在导入以后又办过别的事，整份撤销会让这些事失去依据；可以只撤销其余的。"
        )
    if not found.opened and not found.changed:
        raise NotNow("这份台账里每个儿童都已办过别的事，没有可以撤销的。")
    ledger.status = Status.UNDOING
    ledger.person, ledger.person_name, ledger.role = grant.person, grant.name, grant.role or ""
    ledger.save(update_fields=["status", "person", "person_name", "role"])
    return ledger


@action("children.undo_import", Permission.LEDGER_IMPORT)
def undo(grant: Grant, ledger: LedgerImport) -> None:
    """Take an import back, all but what something was built on; history and numbers stay. Raises NotNow."""
    if why := refusal(ledger):
        raise NotNow(why)
    found = touched(ledger)
    note = f"撤销导入：{ledger.file_name}"[:200]
    query.run(LEAVE, [ExitReason.UNDONE.value, clock.today(), note, found.opened])
    identity.put([(None, child) for child in found.opened])
    if not _own_of_today(grant, ledger):
        for child in plain(Child).filter(pk__in=found.opened):
            asking.ask(grant, child, Review.Kind.EXIT, f"{child.name}退出名册（{note}）"[:400])
    _restore(ledger, found.changed)
    ledger.status = Status.UNDONE
    ledger.undone = {"removed": len(found.opened), "restored": len(found.changed), "kept": len(found.built)}
    ledger.save(update_fields=["status", "undone"])


def _own_of_today(grant: Grant, ledger: LedgerImport) -> bool:
    """Whether somebody takes back what they themselves imported on this very day: as good as never imported.

    Anything else takes children away whom others have counted on, and the level above looks at it."""
    entry = plain(Entry).filter(op=ledger.op).first()
    own = entry is not None and entry.person == grant.person
    return own and ledger.finished_at is not None and clock.on(ledger.finished_at) == clock.today()


def _restore(ledger: LedgerImport, changed: list[uuid.UUID]) -> None:
    if not changed or ledger.op is None:
        return
    try:
        revert(ledger.op, changed)
    except PayloadErased as erased:
        raise NotNow(str(erased)) from None
    query.run("UPDATE children_child SET rev = rev + 1 WHERE id = ANY (%s)", [changed])
    children = list(plain(Child).filter(pk__in=changed))
    identity.put([(unsealed(child, "id_number"), child.pk) for child in children])
    plain(Token).filter(child__in=changed).delete()
    write_tokens((child.pk, child.place, child.name) for child in children)
