"""Statutory categories: dated, with basis and evidence, several at once, ended with a reason (domain.md §2)."""

import uuid
from dataclasses import dataclass
from datetime import date

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import asking, read
from hutong.children.actions.contradictions import against
from hutong.children.actions.register import category_end
from hutong.children.actions.touch import touch
from hutong.children.models import Category, Child, Review
from hutong.children.models.choices import CategoryKey
from hutong.documents import attaching
from hutong.ground import clock
from hutong.ground.days import days
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action


@dataclass(frozen=True)
class Recognised:
    """What is recognised from a day on. sure: it holds though the file says something against it, as the basis explains."""

    key: str
    since: date
    basis: str = ""
    evidence: str = ""
    decided_by: str = ""
    sure: bool = False


@action("children.add_category", Permission.CHILD_WRITE)
def add_category(grant: Grant, child: Child, new: Recognised) -> Category:
    """Recognise a category. Raises Refused without basis or deciding body, over the age limit, when it holds already, and
    with what the file says against it until somebody is sure."""
    lacking = [("basis", "请写明认定依据。"), ("decided_by", "请写明认定单位。")]
    if errors := [one for one in lacking if not getattr(new, one[0]).strip()]:
        raise Refused(errors)
    refuse_sealed(basis=new.basis, evidence=new.evidence, decided_by=new.decided_by)
    if told := [] if new.sure else against(new.key, read.file(grant, child)):
        raise Refused([("sure", f"{'；'.join(told)}。请先改正档案；核实无误的，在依据里写明，勾选“已核实”后再认定。")])
    return restore(grant, child, new)


def restore(grant: Grant, child: Child, new: Recognised) -> Category:
    """Keep a category, inside an action; asked for nothing that it did not have. Raises Refused as add_category, but for that."""
    if not child.active:
        raise Refused([("since", "这份档案已退出，不能再认定类别。")])
    if new.since < child.birth_date:
        raise Refused([("since", "认定日期不能早于出生日期。")])
    until = category_end(new.key, child.birth_date)
    if until and new.since >= until:
        raise Refused([("since", f"到 {until} 已满年龄上限，不能再认定这一类别。")])
    if new.since > clock.today():
        raise Refused([("since", "认定日期不能晚于今天。")])
    period = days(new.since, until)
    if Category.objects.within(grant).filter(child=child, key=new.key, period__overlap=period).exists():
        raise Refused([("since", "这段时间里已经认定了这一类别。")])
    row = Category(id=new_id(), child=child, place=child.place, key=new.key, period=period, basis=new.basis,
                   evidence=new.evidence, decided_by=new.decided_by)  # fmt: skip
    row.save(force_insert=True)
    touch(child)
    return row


@action("children.end_category", Permission.CHILD_WRITE)
def end_category(grant: Grant, child: Child, category: uuid.UUID, on: date, reason: str) -> None:
    """End a category for a reason. Parents home for Spring Festival are no reason; a confirmed lasting return is."""
    refuse_sealed(reason=reason)
    row = Category.objects.within(grant).get(pk=category, child=child)
    if row.period.upper and row.period.upper <= clock.today():
        raise Refused([("on", f"这一类别已于 {row.period.upper} 终止。")])
    if not row.period.lower < on <= clock.today():
        raise Refused([("on", "终止日期要在认定日期之后，且不晚于今天。")])
    row.period, row.ended_reason = days(row.period.lower, on), reason
    row.save(update_fields=["period", "ended_reason"])
    touch(child)
    told = f"{child.name}的“{CategoryKey(row.key).label}”于{on}终止（{reason}）"
    asking.ask(grant, child, Review.Kind.CATEGORY, told[:400], row.pk)


@action("children.withdraw_category", Permission.CHILD_WRITE)
def withdraw_category(grant: Grant, child: Child, category: uuid.UUID, reason: str) -> None:
    """It was recognised by mistake and never was: it goes out of every count, and the level above looks at that again."""
    refuse_sealed(note=reason)
    row = Category.objects.within(grant).get(pk=category, child=child)
    label, since = CategoryKey(row.key).label, row.period.lower
    # The reason is kept with what the journal keeps of the row.
    row.ended_reason = reason
    row.save(update_fields=["ended_reason"])
    row.delete()
    touch(child)
    asking.ask(
        grant, child, Review.Kind.CATEGORY, f"{child.name}从{since}起的“{label}”撤销认定（{reason}）"[:400], category
    )


@action("children.add_evidence", Permission.CHILD_WRITE)
def add_evidence(grant: Grant, child: Child, category: uuid.UUID, mime: str, content: bytes, name: str) -> None:
    """A scan or a photo of what a category rests on. Raises Problem 413, 422."""
    row = Category.objects.within(grant).get(pk=category, child=child)
    attaching.attach(grant, attaching.Of(row.pk, row.place, child.pk), "scan", mime, content, name)
