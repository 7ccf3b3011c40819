"""Statutory categories: dated, with basis and evidence, several at once, ended with a reason (domain.md §2)."""

import uuid
from datetime import date

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import asking
from hutong.children.actions.register import category_end
from hutong.children.actions.touch import touch
from hutong.children.models import Category, Child, Review
from hutong.children.models.choices import CategoryKey
from hutong.ground import clock
from hutong.ground.days import days
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action


@action("children.add_category", Permission.CHILD_WRITE)
def add_category(
    grant: Grant, child: Child, key: str, since: date, basis: str = "", evidence: str = "", decided_by: str = ""
) -> Category:
    """Recognise a category from a day on. Raises Refused over the age limit or when it holds already."""
    refuse_sealed(basis=basis, evidence=evidence, decided_by=decided_by)
    if not child.active:
        raise Refused([("since", "这份档案已退出，不能再认定类别。")])
    if since < child.birth_date:
        raise Refused([("since", "认定日期不能早于出生日期。")])
    until = category_end(key, child.birth_date)
    if until and since >= until:
        raise Refused([("since", f"到 {until} 已满年龄上限，不能再认定这一类别。")])
    if since > clock.today():
        raise Refused([("since", "认定日期不能晚于今天。")])
    if Category.objects.within(grant).filter(child=child, key=key, period__overlap=days(since, until)).exists():
        raise Refused([("since", "这段时间里已经认定了这一类别。")])
    row = Category(id=new_id(), child=child, place=child.place, key=key, period=days(since, until), basis=basis,
                   evidence=evidence, decided_by=decided_by)  # fmt: skip
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
