"""The only writers of requests about rights held by name: who asks, who confirms, what is done then (ADR 22)."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.models import Ask, Post
from hutong.accounts.permissions import MAY_HOLD_SEALED, Permission, Role
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.places.codes import level_of
from hutong.workforce import asking
from hutong.workforce.actions import holder
from hutong.workforce.security.actions import reissue

Kind = Ask.Kind
OWN = "不能为自己申请，请同事或上级办理。"
NOT_YOURS = "要由上一级接触密封事项的另一位人员确认；申请人和本人不能确认。"


@action("workforce.ask_named", Permission.POST_WRITE)
def ask(grant: Grant, post_id: uuid.UUID, kind: str, reason: str) -> Ask:
    """Ask that a post be named for sealed matters, or that a holder's account be given out anew. Raises Problem.

    Asking gives no right: whoever keeps posts over that place may."""
    post = holder(grant, post_id, OWN)
    if post.period.upper and post.period.upper <= clock.today():
        raise Problem(409, "这个岗位已经结束。", "already_ended")
    if kind == Kind.NAME and Role(post.role) not in MAY_HOLD_SEALED:
        raise Problem(422, f"{Role(post.role).label}不能接触密封事项。", "not_sealed")
    if kind == Kind.NAME and post.sealed:
        raise Problem(409, f"{post.person.name}已经是指定人员。", "already_named")
    if kind == Kind.REISSUE and not post.sealed:
        raise Problem(409, f"{post.person.name}不是接触密封事项的指定人员，可以直接重设密码。", "not_named")
    return asking.wish(grant, post, kind, reason)


@action("workforce.answer_named", Permission.SEALED)
def answer(grant: Grant, key: uuid.UUID, agreed: bool, reason: str) -> str | None:
    """The second person's answer. Gives the new initial password where agreed: the account begins anew in the hands of
    whoever stood before the one who confirmed, so that nobody who asked knows a way in. Raises Problem 403, 404, 409, 422."""
    row = _named(grant, key)
    if row.answer:
        raise Problem(409, "这项申请已经答复。", "already_answered")
    if not _may_answer(grant, row):
        raise Problem(403, NOT_YOURS, "not_yours")
    if not agreed and not reason:
        raise Problem(422, "请写明不同意的理由。", "invalid", [("reason", "请写明不同意的理由。")])
    secret = _done(grant, row) if agreed else None
    asking.answered(grant, row, Ask.Answer.AGREED if agreed else Ask.Answer.REFUSED, reason)
    row.save()
    return secret


def _may_answer(grant: Grant, row: Ask) -> bool:
    # All the person holds: the new password opens whatever that is.
    places = {row.place, *(post.place for post in asking.posts_not_over(grant, row.person))}
    above = all(grant.covers(place) and grant.looks_over(level_of(place), place) for place in places)
    return above and grant.person not in (row.by, row.person.pk)


def post_of(grant: Grant, row: Ask) -> Post | None:
    """The post that a request is about."""
    return Post.objects.within(grant).filter(pk=row.post).first()


def _done(grant: Grant, row: Ask) -> str:
    post = post_of(grant, row)
    if post is None or (post.period.upper and post.period.upper <= clock.today()):
        raise Problem(409, "这个岗位已经结束，不能确认。", "already_ended")
    if row.kind == Kind.NAME:
        post.sealed = True
        post.save(update_fields=["sealed"])
    return reissue(row.person, Kind(row.kind).label)


@action("workforce.note_named", Permission.SEALED)
def take_note(grant: Grant, key: uuid.UUID) -> None:
    """A holder has seen who was asked for and what came of it. Raises Problem 404."""
    row = _named(grant, key)
    if grant.person and grant.person not in row.seen_by:
        row.seen_by = [*row.seen_by, grant.person]
        row.save(update_fields=["seen_by"])


def _named(grant: Grant, key: uuid.UUID) -> Ask:
    rows = Ask.objects.within(grant).exclude(kind=Kind.POST).select_related("person")
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise missing("申请")
    return row
