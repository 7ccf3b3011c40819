"""Reads 地址保密: who must not learn where a child lives, and which papers therefore do not say it."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices

from hutong.accounts.grants import Grant
from hutong.children.models import AddressProtection, Child
from hutong.ground import clock


class Recipient(TextChoices):
    """Into whose hands a paper goes."""

    OWN = "own", "本单位留存"
    SUPERIOR = "superior", "上级民政部门"
    SCHOOL = "school", "学校"
    DEPARTMENT = "department", "公安、法院等单位"
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GUARDIAN = "guardian", "监护人（父母以外）"
    CARER = "carer", "实际照护人"
    CHILD = "child", "儿童本人"
    OTHER = "other", "其他人"


# Offices are bound to secrecy themselves (未成年人保护法 103); whoever else it goes to may be, or may meet, that person.
OFFICES = {Recipient.OWN, Recipient.SUPERIOR, Recipient.SCHOOL, Recipient.DEPARTMENT}
# The other parent lives with what is kept secret, and the carer has the child.
KNOW_ALREADY = {Recipient.FATHER, Recipient.MOTHER, Recipient.CARER}


def protections(grant: Grant, child: Child) -> list[AddressProtection]:
    """What holds today for a child fetched in scope, oldest first."""
    return list(holding(grant, child))


def holding(grant: Grant, child: Child) -> QuerySet[AddressProtection]:
    """The same for those who ask the database for more in the same round."""
    rows = AddressProtection.objects.within(grant).filter(child=child, period__contains=clock.today())
    return rows.order_by("period", "id")


def protected(grant: Grant, children: Iterable[uuid.UUID], on: date | None = None) -> set[uuid.UUID]:
    """Which of these children's addresses are kept from somebody on a day (today): for lists, ledgers and exports."""
    day = on or clock.today()
    rows = AddressProtection.objects.within(grant).filter(period__contains=day)
    # One array instead of a parameter a child.
    rows = rows.extra(where=["child_id = ANY (%s)"], params=[list(children)])
    return set(rows.values_list("child_id", flat=True))


def how_many(grant: Grant, children: QuerySet[Any]) -> int:
    """How many of the children of a query have an address that is kept from somebody today."""
    rows = AddressProtection.objects.within(grant).filter(
        child__in=children.values("pk"), period__contains=clock.today()
    )
    return rows.values("child").distinct().count()


def hidden_from(recipient: Recipient, held: Iterable[AddressProtection]) -> bool:
    """Whether a paper for the recipient leaves out address, school, phones and the carer's address."""
    against = {row.against for row in held}
    if not against or recipient in OFFICES:
        return False
    return recipient in against or recipient not in KNOW_ALREADY
