"""地址保密: keep a child's whereabouts from somebody, and end it with a reason."""

import uuid
from datetime import date, timedelta

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission, Role
from hutong.children.actions.touch import touch
from hutong.children.models import AddressProtection, Child, Relative
from hutong.ground import clock
from hutong.ground.days import days, first_day
from hutong.ground.refusal import Refused
from hutong.journal.actions import action


@action("children.protect_address", Permission.CHILD_WRITE)
def protect_address(grant: Grant, child: Child, since: date, until: date | None, **told: str) -> AddressProtection:
    """Keep the address of a child from somebody. until: the last day on which it holds, as the order says it."""
    if since > clock.today():
        raise Refused([("since", "起始日期不能晚于今天。")])
    if until and until < max(since, clock.today()):
        raise Refused([("until", "截止日期不能早于今天，也不能早于起始日期。")])
    if told["against"] == "other" and not told.get("against_name", "").strip():
        raise Refused([("against_name", "请写明对谁保密。")])
    told["against_name"] = told.get("against_name", "").strip() or _name_of(child, told["against"])
    period = days(since, until + timedelta(1) if until else None)
    row = plain(AddressProtection).create(child=child, place=child.place, period=period, **told)
    touch(child)
    return row


def _name_of(child: Child, against: str) -> str:
    """Whom the file names, where the form does not: by the name somebody who must stay away is found (avoiding.py)."""
    rows = plain(Relative).filter(child=child, kind=against, period__contains=clock.today())
    return rows.values_list("name", flat=True).first() or ""


@action("children.end_protection", Permission.CHILD_WRITE)
def end_protection(grant: Grant, child: Child, protection: uuid.UUID, reason: str) -> None:
    """End one from today. The row stays, with the reason and in the history with the name of who ended it."""
    row = AddressProtection.objects.within(grant).get(pk=protection, child=child)
    if grant.role == Role.CHILD_DIRECTOR:
        # Who lives next door to the family must not be the one whom it presses.
        raise Refused([("", "地址保密请由儿童督导员或县级民政部门解除。")])
    if row.period.upper and row.period.upper <= clock.today():
        raise Refused([("", f"这一项已于 {row.period.upper} 解除。")])
    began = first_day(row.period)
    row.period, row.ended_reason = days(began, max(clock.today(), began + timedelta(1))), reason
    row.save(update_fields=["period", "ended_reason"])
    touch(child)
