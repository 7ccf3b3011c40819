"""A2-3: what two people changed differently, and what a phone sent and could not be taken, is decided by a person."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.duties import once
from hutong.duties.registry import NIGHT, Rule, register
from hutong.sync.models import Conflict, Quarantined
from hutong.sync.registry import registry

DAY, DECIDED = "(w.at AT TIME ZONE 'Asia/Shanghai')::date", "(w.decided_at AT TIME ZONE 'Asia/Shanghai')::date"


def start() -> None:
    """Make the rules live."""
    _rule("conflict", "A3-2", Role.CHILD_DIRECTOR, "两处内容不一致", "同一项内容被两个人改成不同的，请选择用哪一个",
          "sync_conflict", "taken", "w.child", _conflicts)  # fmt: skip
    _rule("quarantine", "A2-3", Role.SUPERVISOR, "处理手机上传", "手机上传的记录不能直接采用，请处理",
          "sync_quarantined", "outcome", "w.about", _quarantined, stays=True)  # fmt: skip


def _rule(
    key: str,
    clause: str,
    owner: Role,
    title: str,
    why: str,
    table: str,
    decided: str,
    child: str,
    details,
    stays: bool = False,
) -> None:
    register(
        Rule(key, clause, owner, title, why, once.OWED, "place", once.MET, details, "/phones", waivable=False, stays=stays,
             parts=once.parts(table, DAY, DECIDED, rows=once.OF_PLACE, child=child, decided=decided,
                              open="w.{decided} = ''", done="w.{decided} <> ''"),
             reads={table: "place", "places_place": NIGHT})
    )  # fmt: skip


def _conflicts(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = plain(Conflict).filter(pk__in=subjects)
    return {row.pk: f"“{row.label}”有两种内容，请选择用哪一个" for row in rows}


def _quarantined(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = plain(Quarantined).filter(pk__in=subjects)
    return {row.pk: f"{row.person_name}上传的“{label_of(row.kind)}”：{row.reason}" for row in rows}


def label_of(kind: str) -> str:
    """What an operation is called; one that this server does not know, 未知记录."""
    verb = registry.verbs.get(kind)
    return verb.label if verb else "未知记录"
