"""A2-3: one decision for a whole kind of exception: a column that an office does not have is said once, not 47 times."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import clean, read
from hutong.children.actions.touch import touch
from hutong.children.actions.update import apply
from hutong.children.groups import BY_KEY
from hutong.children.models import Child
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.returns.models import Explained
from hutong.returns.out.exceptions import BY_KEY as RULES
from hutong.returns.out.exceptions import refuse_wrong, unexplained

# What one decision may reach; whoever has more decides again for the rest.
MOST = 500


@dataclass(frozen=True)
class Column:
    """The field that a rule misses, and which of its values may be true of many children at once."""

    group: str
    name: str
    only: tuple[str, ...] = ()

    def choices(self) -> dict[str, str]:
        """Values and labels, in the field's order."""
        known = dict(BY_KEY[self.group].column(self.name).choices)
        return {key: str(label) for key, label in known.items() if key and (not self.only or key in self.only)}


FILLED = {
    "no_schooling": Column("schooling", "stage"),
    "no_health": Column("health", "health"),
    "no_care_reason": Column("child", "care_reason"),
    "no_number": Column("child", "id_kind", only=("none",)),
}


def choices(rule: str) -> list[dict[str, str]]:
    """What may be filled in for all children of an exception; none where each is its own matter."""
    column = FILLED.get(rule)
    return [{"key": key, "label": label} for key, label in column.choices().items()] if column else []


@action("children.explain_all", Permission.CHILD_WRITE)
def explain_all(grant: Grant, rule: str, count: int, reason: str, until: date) -> int:
    """Say of every open exception of a kind in the grant why it may stand. count: how many whoever decides saw. Gives how
    many were explained. Raises Refused."""
    refuse_wrong(rule, reason, until)
    children = list(_open(grant, rule, count))
    plain(Explained).bulk_create(
        Explained(id=new_id(), child=child, place=child.place, rule=rule, reason=reason.strip(), until=until, by=grant.name,
                  at=clock.now())
        for child in children
    )  # fmt: skip
    for child in children:
        touch(child)
    return len(children)


@action("children.fill_all", Permission.CHILD_WRITE)
def fill_all(grant: Grant, rule: str, count: int, value: str) -> int:
    """Fill in one value for every open exception of a kind in the grant; nobody's file counts as confirmed by it. count: how
    many whoever decides saw. Gives how many were filled in. Raises Refused."""
    column = FILLED.get(rule)
    if column is None or value not in column.choices():
        raise Refused([("value", "请从列出的选项中选择。")])
    cleaned = clean.changes({column.group: {column.name: value}})
    files = read.files(grant, _open(grant, rule, count))
    for file in files.values():
        apply(grant, file, _copied(cleaned), confirms=False)
    return len(files)


def _open(grant: Grant, rule: str, count: int) -> QuerySet[Any]:
    found = _children(unexplained(grant), rule)
    if len(found) != count:
        raise Refused(f"这一种异常现在有 {len(found)} 人，与您看到的 {count} 人不同，请刷新后再办。")
    if len(found) > MOST:
        raise Refused(f"一次最多处理 {MOST} 人，请先在上方换到一个村（社区）或乡镇。")
    return Child.objects.within(grant).filter(pk__in=found).order_by("pk").select_for_update()


def _children(rows: Iterable[tuple[Any, ...]], rule: str) -> list[uuid.UUID]:
    if rule not in RULES:
        raise Refused([("rule", "没有这一种台账异常。")])
    return [child for child, _, key in rows if key == rule]


def _copied(changes: clean.Changes) -> clean.Changes:
    return {group: dict(values) for group, values in changes.items()}
