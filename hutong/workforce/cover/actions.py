"""S2-1: a post whose holder is away has somebody who stands in, from day to day; so has each night of a unit."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.models import Post, new_id
from hutong.accounts.permissions import WITHOUT_JURISDICTION, Permission, Role
from hutong.ground import clock
from hutong.ground.days import days
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.places.codes import covers
from hutong.workforce.actions import Appointment, check_outsider, new_post, post_of_others
from hutong.workforce.models import Turn

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Cover:
    """A post's holder is away on [since, until). by: the post of whoever stands in, None while nobody is found.

    id: made by the client, so that sending twice keeps one."""

    since: date
    until: date
    why: str
    by: uuid.UUID | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Watch:
    """One name of a unit's nights [since, until): a post, and the number at which that person is heard."""

    seat: str
    by: uuid.UUID
    voice: str
    since: date
    until: date


@action("workforce.cover", Permission.POST_WRITE)
def cover(grant: Grant, away: uuid.UUID, new: Cover) -> Turn:
    """Say who stands in for a post, or that nobody does yet. Whoever does not reach the place already holds a post of the same
    role there for these days. Raises Problem 403, 404, 409; Refused."""
    post = post_of_others(grant, away, "自己请假，请上级安排代班。")
    if kept := Turn.objects.within(grant).filter(pk=new.id, away=post).first():
        return kept
    _check_days(post, new)
    by = _post(grant, new.by) if new.by else None
    if by and by.person.pk == post.person.pk:
        raise Refused([("by", "代班的人不能是本人。")])
    turn = Turn(id=new.id or new_id(), place=post.place, seat=Turn.Seat.COVER, away=post, by=by, why=new.why,
                period=days(new.since, new.until))  # fmt: skip
    if by and not _reaches(by, post):
        _may_get(grant, by)
        basis = f"代班：{post.person.name}"
        wanted = Appointment(post.place, Role(post.role), by.person.name, since=new.since, basis=basis, until=new.until)
        turn.opened = new_post(by.person, wanted, sealed=False)
    _keep(turn, f"{post.person.name}在这几天里已经有代班安排，请先结束原来的。")
    return turn


def _may_get(grant: Grant, by: Post) -> None:
    """A cover that opens a post is an appointment: not of oneself, nor of somebody whose account another bureau keeps."""
    if by.person.pk == grant.person:
        raise Problem(403, "不能给自己开设岗位，请上级安排代班。", "own_post")
    check_outsider(grant, by.person)


def _check_days(post: Post, new: Cover) -> None:
    wrong = [
        (new.since < clock.today(), "since", "不能安排过去的日子。"),
        (new.until <= new.since, "until", "结束日期应晚于开始日期。"),
        (new.until - new.since > LONGEST, "until", "一次最长一年；更久的请另行选配。"),
        (new.since not in post.period, "since", "这一天不在这个岗位的任期里。"),
    ]
    if errors := [(field, told) for bad, field, told in wrong if bad]:
        raise Refused(errors)


def _post(grant: Grant, key: uuid.UUID) -> Post:
    if found := _held(grant, key):
        return found
    raise missing("代班的人")


def _held(grant: Grant, key: uuid.UUID) -> Post | None:
    """A post of the scope that somebody holds today who may sign in."""
    rows = Post.objects.within(grant).select_related("person")
    held = rows.filter(pk=key, period__contains=clock.today()).first()
    return held if held and held.person.is_active else None


def _reaches(by: Post, post: Post) -> bool:
    """Whether the place is inside the jurisdiction that whoever stands in has already."""
    return Role(by.role) not in WITHOUT_JURISDICTION and covers(by.place, post.place)


def _keep(turn: Turn, taken: str) -> None:
    try:
        with transaction.atomic():
            turn.save(force_insert=True)
    except IntegrityError as overlapping:
        if not isinstance(overlapping.__cause__, ExclusionViolation):
            raise
        raise Refused(taken, "taken") from overlapping


@action("workforce.end_turn", Permission.POST_WRITE)
def end(grant: Grant, key: uuid.UUID, on: date) -> None:
    """From the day `on` it no longer holds, nor does the post held for it; before its first day it never was. Raises Refused."""
    rows = Turn.objects.within(grant).select_related("opened", "away")
    turn = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if turn is None:
        raise missing("代班安排")
    if turn.away:
        post_of_others(grant, turn.away.pk, "自己的代班请上级办理。")
    if turn.period.upper <= clock.today() or on >= turn.period.upper:
        raise Refused([("on", "应早于原定结束日期。")])
    if on < clock.today():
        raise Refused([("on", "不能早于今天。")])
    opened = turn.opened
    if on <= turn.period.lower:
        if opened and clock.today() in opened.period:
            # As with any post: who was let in today stays to be seen.
            raise Refused([("on", f"代班今天已经开始，最早为 {clock.today() + timedelta(1)}；要马上停止请停用账号。")])
        turn.delete()
        if opened:
            opened.delete()
        return
    turn.period = days(turn.period.lower, on)
    turn.save(update_fields=["period"])
    if opened:
        opened.period, opened.ended_reason = days(opened.since, on), "代班结束"
        opened.save(update_fields=["period", "ended_reason"])


@action("workforce.name_nights", Permission.POST_WRITE)
def name_nights(grant: Grant, place: int, watches: Sequence[Watch]) -> list[Turn]:
    """Name who stands in a unit's nights. Raises Problem 404; Refused where a seat has its name already."""
    if grant.narrowed(place) is None:
        raise missing("地方")
    if any(one.since < clock.today() for one in watches):
        raise Refused([("since", "不能安排过去的日子。")])
    if any(one.until <= one.since or one.until - one.since > LONGEST for one in watches):
        raise Refused([("last", "最后一夜不能早于第一夜，一次最长一年。")])
    if len({(one.seat, one.by) for one in watches}) > len({one.by for one in watches}):
        raise Refused([("watches", "第一、第二值班人不能是同一个人。")])
    field = Turn._meta.get_field("voice")
    turns = []
    for one in watches:
        by = _held(grant, one.by)
        if by is None:
            raise Refused([("watches", "没有找到值班的人，请重新选择。")])
        turn = Turn(id=new_id(), place=place, seat=one.seat, by=by, period=days(one.since, one.until))
        turn.voice = field.close(turn, one.voice)  # type: ignore[attr-defined]  # django-types
        _keep(turn, "这几夜里已经有人值班，请先结束原来的安排。")
        turns.append(turn)
    return turns
