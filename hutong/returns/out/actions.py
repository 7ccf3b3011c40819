"""Asking for a workbook; the job in tasks.py makes it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents import store
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import NotAllowed, action, looked
from hutong.places import refs as named
from hutong.returns.models import Export
from hutong.returns.out import lists

MASKED, FULL = "号码遮盖", "完整号码"


@action("children.export", Permission.LEDGER_EXPORT)
def ask(
    grant: Grant, place: int, what: str, filters: Mapping[str, Any], columns: Sequence[str], full: bool, purpose: str
) -> Export:
    """Keep what is asked for; the caller defers the job. Numbers in full need the right to uncover them and a purpose.

    Every export is a look, and with numbers in full an uncovering too, logged with its list and purpose before anything
    is made. Raises Refused, NotAllowed.
    """
    one = lists.find(what)
    if one is None:
        raise Refused([("what", "没有这份清单，请重新选择。")])
    for permission in (one.permission, *([Permission.CHILD_UNMASK] if full else [])):
        if not grant.allows(permission):
            raise NotAllowed(permission)
    if full and not one.uncovers:
        raise Refused([("full", "这份清单的号码总是遮盖的；要完整号码，请在“台账报送”里导出台账。")])
    if full and len(purpose.strip()) < 4:
        raise Refused([("purpose", "要导出完整号码，请写明用途（至少四个字），会记入查看记录。")])
    try:
        wanted = lists.checked(one, filters)
    except ValueError as wrong:
        raise Refused([("filters", str(wrong))]) from None
    assert grant.person
    title = f"{named.names([place])[place]}{one.title}"[:200]
    told = f"{title}（{FULL if full else MASKED}）{purpose}"[:200]
    looked(grant, "export", place, None, told)
    if full:
        looked(grant, "unmask", place, None, told)
    export = Export(id=new_id(), place=place, person=grant.person, person_name=grant.name, role=grant.role or "", what=what,
                    title=title, filters=wanted, columns=list(columns), full=full, purpose=purpose.strip(),
                    created_at=clock.now())  # fmt: skip
    export.save(force_insert=True)
    return export


@action("children.keep_export", Permission.LEDGER_EXPORT)
def keep(grant: Grant, export: Export, content: bytes, days: int) -> uuid.UUID:
    """Keep the finished workbook encrypted until it expires; gives the file's id."""
    return store.keep(export.place, f"{export.title}.xlsx", content, days=days).pk
