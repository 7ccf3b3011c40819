"""What people decide about a pair: propose it, say that it is no double, merge it, take the merge back."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import asking, identity
from hutong.children.actions.register import write_tokens
from hutong.children.actions.touch import touch
from hutong.children.models import Alias, Child, Review, Token
from hutong.children.models.choices import ExitReason
from hutong.doubles import choose, find
from hutong.doubles.carry import carry
from hutong.doubles.evidence import evidence
from hutong.doubles.models import Double
from hutong.doubles.policy import policy
from hutong.duties.models import Duty
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.ground.sealing import unsealed
from hutong.journal.actions import action, current
from hutong.journal.models import Entry
from hutong.journal.revert import PayloadErased, revert, since
from hutong.transfers.moves import waiting
from hutong.transfers.moves.actions import claim as ask_for

Status = Double.Status
NOT_NOW = "not_now"
STANDS_ON = "合并以后又办过下面这些事，撤销会让它们失去依据，所以不能撤销。请先逐项处理，或另建档案。"


class BuiltOn(Refused):
    """A merge is not taken back. built: what stands on it."""

    def __init__(self, built: Sequence[Entry]) -> None:
        super().__init__(STANDS_ON, NOT_NOW)
        self.built = list(built)


@action("children.propose_double", Permission.CHILD_WRITE)
def propose(grant: Grant, one: Child, other: Child, note: str) -> Double:
    """Ask for a look at two files in scope; gives the pair, the known one where it was proposed already."""
    refuse_sealed(note=note)
    if one.pk == other.pk:
        raise Refused("这是同一份档案。", NOT_NOW)
    first, second = sorted((one.pk, other.pk))
    place = find.common(one.place, other.place)
    if place is None or not grant.covers(place):
        raise Refused("这两份档案不在同一个辖区，请向上级民政部门提出。", NOT_NOW)
    if kept := Double.objects.within(grant).filter(first=first, second=second).first():
        return _again(kept, grant, note)
    facts = find.facts(grant, (first, second))
    told = [key for key in evidence(facts[first], facts[second]) if key != "twins"]
    row = Double(id=new_id(), place=place, first=first, second=second, evidence=["by_hand", *told], note=note,
                 score=policy().score(told), found_at=clock.now(), proposed_by=grant.name)  # fmt: skip
    row.save(force_insert=True)
    return row


def _again(row: Double, grant: Grant, note: str) -> Double:
    if row.status == Status.TWINS:
        _set(row, status=Status.OPEN, proposed_by=grant.name, note=note)
    return row


@action("children.not_double", Permission.CHILD_MERGE)
def dismiss(grant: Grant, double: uuid.UUID, reason: str) -> Double:
    """Say that two files are two children. Stays so, unless new evidence turns up."""
    refuse_sealed(reason=reason)
    row = _locked(grant, double, Status.OPEN, Status.TWINS)
    _pair(grant, row)
    return _decided(row, grant, Status.NOT_DOUBLE, reason=reason)


@action("children.claim", Permission.CHILD_MERGE)
def claim(grant: Grant, double: uuid.UUID, lives_with: uuid.UUID, reason: str) -> Double:
    """认领: the child lives where one of the two files is (lives_with), so the end that holds the other is asked to let
    it go there; come there, the two are merged. Raises Refused."""
    refuse_sealed(reason=reason)
    row = _locked(grant, double, Status.OPEN)
    pair = _pair(grant, row)
    if lives_with not in pair:
        raise Refused("请选择孩子现在居住地的那一份档案。", NOT_NOW)
    here = pair.pop(lives_with)
    [there] = pair.values()
    if here.place == there.place:
        raise Refused("两份档案在同一个村（社区），请直接合并。", NOT_NOW)
    ask_for(grant, there, here.name, here.place, reason)
    return row


@action("children.merge", Permission.CHILD_MERGE)
def merge(grant: Grant, double: uuid.UUID, keep: uuid.UUID, take: Sequence[str]) -> Child:
    """Make one file of two. keep: the file that stays; take: fields (group.field) whose value comes from the other.

    Everything of the other file is given to the kept one; its id and 护童编号 stay as an alias. Raises Refused,
    clean.Invalid.
    """
    row = _locked(grant, double, Status.OPEN, Status.TWINS, Status.NOT_DOUBLE)
    pair = _pair(grant, row)
    if keep not in pair:
        raise Refused("请选择保留两份档案中的一份。", NOT_NOW)
    kept = pair.pop(keep)
    [other] = pair.values()
    if any(waiting.of(child) for child in (kept, other)):
        raise Refused("其中一份档案正在办理迁移，请先答复或撤回迁移，再合并。", NOT_NOW)
    row.duties = _duties(kept, other)
    left, in_register = other.active, kept.active or other.active
    _retire(other, kept)
    choose.apply(grant, kept, other, take, in_register=in_register)
    with reaching(grant):
        carry(kept, other)
    touch(kept)
    if left:
        # Two children made one file are a child whom nobody looks for any more.
        told = f"{other.name}的档案 {other.number} 并入 {kept.number} {kept.name}"
        asking.ask(grant, kept, Review.Kind.MERGE, told[:400], other.pk)
    Double.objects.within(grant).filter(status__in=(Status.OPEN, Status.TWINS)).filter(_about(other)).exclude(
        pk=row.pk
    ).delete()
    _decided(row, grant, Status.MERGED, kept=kept.pk, op=current(), duties=row.duties)
    find.find(grant, [kept.pk])
    return kept


@action("children.unmerge", Permission.CHILD_MERGE)
def undo(grant: Grant, double: uuid.UUID, reason: str) -> Double:
    """Take a merge back, row by row as it was. Raises Refused with what was written since."""
    refuse_sealed(reason=reason)
    row = _locked(grant, double, Status.MERGED)
    kept, other = merged(grant, row)
    if built := built_on(row, kept, other):
        raise BuiltOn(built)
    other.exit_note = ""
    other.save(update_fields=["exit_note"])  # first of all, so that the journal sees where this file stands
    with reaching(grant):
        # Pairs have a history of their own; what is right about them after the merge is found anew.
        try:
            revert(_op(row), keep=[Double._meta.db_table])
        except PayloadErased as erased:
            raise Refused(str(erased), NOT_NOW) from None
    for child in (kept, other):
        child.refresh_from_db()
        touch(child)
    _renew(kept, other, row.duties)
    _decided(row, grant, Status.OPEN, reason=reason, kept=None, op=None, duties=[])
    find.find(grant, [kept.pk, other.pk])
    return row


def built_on(row: Double, kept: Child, other: Child) -> list[Entry]:
    """What was written since a merge and stands on it, newest first; that the level above agreed to it does not."""
    reviews = set(plain(Review).filter(kind=Review.Kind.MERGE, category=other.pk).values_list("pk", flat=True))
    return [one for one in since(_op(row), [kept.pk, other.pk]) if one.record not in reviews]


def merged(grant: Grant, row: Double) -> tuple[Child, Child]:
    """The kept file and the one that was merged into it, both in scope. Raises Child.DoesNotExist."""
    found = Child.objects.within(grant).select_for_update().get(pk=row.kept)
    other = plain(Child).select_for_update().get(pk=row.second if row.first == row.kept else row.first)
    if not grant.covers(other.place):
        raise Child.DoesNotExist
    return found, other


def _op(row: Double) -> uuid.UUID:
    assert row.op, "a merge knows its operation"
    return row.op


def _locked(grant: Grant, double: uuid.UUID, *allowed: str) -> Double:
    row = Double.objects.within(grant).select_for_update().get(pk=double)
    if row.status not in allowed:
        raise Refused(f"这一对档案现在的状态是“{Status(row.status).label}”，不能进行这一步。", NOT_NOW)
    return row


def _pair(grant: Grant, row: Double) -> dict[uuid.UUID, Child]:
    rows = Child.objects.within(grant).select_for_update().filter(pk__in=(row.first, row.second)).order_by("pk")
    pair = {child.pk: child for child in rows}
    if len(pair) < 2:
        raise Child.DoesNotExist
    return pair


def _about(child: Child) -> Q:
    return Q(first=child.pk) | Q(second=child.pk)


def _retire(other: Child, kept: Child) -> None:
    """First of all that a merge writes, so that the journal sees where each file stands."""
    other.exit_reason, other.exited_on = ExitReason.MERGED, clock.today()
    other.exit_note = f"并入 {kept.number}"
    touch(other, "exit_reason", "exited_on", "exit_note")
    Alias(id=other.pk, child=kept, place=kept.place, number=other.number).save(force_insert=True)


def _decided(row: Double, grant: Grant, status: str, **values: Any) -> Double:
    who = {"decided_at": clock.now(), "decided_by": grant.person, "decided_by_name": grant.name}
    _set(row, status=status, **who, **values)
    return row


def _set(row: Double, **values: Any) -> Double:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def _duties(*children: Child) -> list[dict[str, Any]]:
    ids = [child.pk for child in children]
    return [
        json.loads(row)
        for [row] in query.rows("SELECT to_jsonb(d) FROM duties_duty d WHERE NOT closed AND child = ANY (%s)", [ids])
    ]


DUTIES = """
INSERT INTO duties_duty SELECT (jsonb_populate_record(NULL::duties_duty, '{"closed": false, "level": 5}' || d)).* FROM jsonb_array_elements(%s::jsonb) d
"""


def _renew(kept: Child, other: Child, duties: list[dict[str, Any]]) -> None:
    """What is derived and not journaled: search tokens from the names, numbers to be found by, duties as before and then up to the day."""
    both = [kept, other]
    plain(Token).filter(child__in=both).delete()
    write_tokens((child.pk, child.place, child.name) for child in both)
    identity.put([(unsealed(child, "id_number"), child.pk) for child in both])
    plain(Duty).filter(closed=False, child__in=[child.pk for child in both]).delete()
    query.run(DUTIES, [json.dumps(duties)])
