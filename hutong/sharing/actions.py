"""The only writers of shares (design.md, wall 4)."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.models import Organisation, Share, new_id
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.children.parts import PARTS, USUAL, longest
from hutong.ground import clock
from hutong.journal.actions import NotAllowed, action

Kind = Share.Kind
# A move gives its own share, whoever moves the child; every other share is a decision of civil affairs.
BY_WORK = {Kind.MOVE}


@action("children.share", Permission.CHILD_WRITE)
def give(
    grant: Grant,
    child: Child,
    organisation: Organisation,
    *,
    kind: str,
    purpose: str,
    parts: Collection[str] | None = None,
    until: datetime | None = None,
    id: uuid.UUID | None = None,
) -> Share:
    """Let an organisation read parts of a file of this jurisdiction until a moment. Raises Problem, NotAllowed.

    parts: keys of `parts.PARTS`; without them the kind's usual ones. until: without it the kind's longest time.
    The same id sent again answers with what is kept.
    """
    if kind not in BY_WORK and not grant.allows(Permission.SHARE_WRITE):
        raise NotAllowed(Permission.SHARE_WRITE)
    if kept := Share.objects.within(grant).filter(pk=id, child=child.pk, kind=kind).first():
        return kept
    now = clock.now()
    until = until or now + timedelta(longest(kind, clock.today()))
    parts = USUAL[kind] if parts is None else parts
    if errors := problems(grant, child, organisation, kind, purpose, parts, until, now):
        raise Problem(422, "有内容填写不对，请改正后再保存。", "invalid", errors)
    share = Share(
        id=id or new_id(),
        child=child.pk,
        place=child.place,
        organisation=organisation,
        to_place=organisation.place if organisation.kind == Organisation.Kind.UNIT else None,
        kind=kind,
        purpose=purpose.strip(),
        parts=[part for part in PARTS if part in parts],
        given_at=now,
        given_by=grant.person,
        until=until,
    )
    share.save(force_insert=True)
    return share


def problems(
    grant: Grant,
    child: Child,
    organisation: Organisation,
    kind: str,
    purpose: str,
    parts: Collection[str],
    until: datetime,
    now: datetime,
) -> list[tuple[str, str]]:
    """What is wrong with a share, field by field."""
    days = longest(kind, clock.today())
    found = [
        (kind == Kind.BREAK_GLASS, "kind", "紧急查看不能由他人授权。"),
        (not grant.covers(child.place), "", "这份档案不在您的辖区，不能授权。"),
        (organisation.closed_on is not None, "organisation", "这个单位已停用，请选择其他单位。"),
        (len(purpose.strip()) < 2, "purpose", "请写明用途。"),
        (not parts, "parts", "请至少选择一项可查看内容。"),
        (not set(parts) <= set(PARTS), "parts", "可查看内容里有不认识的项目。"),
        (until <= now, "until", "截止日期应晚于今天。"),
        (until > now + timedelta(days), "until", f"最长授权{days}天，到期可以再次授权。"),
    ]
    return [(field, told) for wrong, field, told in found if wrong]


@action("children.end_share", Permission.CHILD_WRITE)
def end(grant: Grant, share: Share, reason: str) -> Share:
    """End a share of a child of this jurisdiction before its time; from now on it opens nothing. Raises Problem."""
    if share.kind not in BY_WORK and not grant.allows(Permission.SHARE_WRITE):
        raise NotAllowed(Permission.SHARE_WRITE)
    row = Share.objects.within(grant).select_for_update().filter(pk=share.pk).first()
    if row is None:
        raise missing("授权")
    if row.ended_at or row.until <= clock.now():
        raise Problem(409, "这项授权已经结束。", "already_ended")
    row.ended_at, row.ended_by, row.ended_reason = clock.now(), grant.person, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    return row
