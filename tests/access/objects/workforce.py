"""Posts and offices."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import DAY
from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("post_id")
def _post(place: int, made: Made) -> Any:
    from hutong.accounts.permissions import LEVELS, Role
    from hutong.places.codes import level_of
    from hutong.workforce.actions import Appointment, appoint

    roles = (Role.CHILD_DIRECTOR, Role.SUPERVISOR, Role.CIVIL_AFFAIRS)
    role = next(role for role in roles if level_of(place) in LEVELS[role])
    [done] = appoint(system(), [Appointment(place, role, "何文", password="只为测试-不登录")])
    return done.post.pk


@makes("turn")
def _turn(place: int, made: Made) -> Any:
    from datetime import timedelta

    from hutong.ground import clock
    from hutong.ground.days import days
    from hutong.workforce.models import Turn

    period = days(clock.today(), clock.today() + timedelta(9))
    return kept(Turn(place=place, seat="cover", away_id=made("post_id"), period=period, why="leave"))


@makes("clean_record")
def _clean_record(place: int, made: Made) -> Any:
    from hutong.workforce.models import CleanRecord

    row = CleanRecord(place=place, who="staff", subject=NOBODY, asked_name="金哲洙", asked_of="公安局", asked_on=DAY)
    row.answer = CleanRecord._meta.get_field("answer").close(row, "")  # type: ignore[attr-defined]  # django-types
    return kept(row)


@makes("organisation")
def _organisation(place: int, made: Made) -> Any:
    from hutong.accounts.models import Organisation

    row = Organisation(kind="department", place=place, name="教育局")
    row.phone = Organisation._meta.get_field("phone").close(row, "043412345678")  # type: ignore[attr-defined]  # django-types
    return kept(row)


@makes("named")
def _named(place: int, made: Made) -> Any:
    from hutong.accounts.models import Ask, Post
    from hutong.ground import clock

    person = Post.objects.within(system()).get(pk=made("post_id")).person
    return kept(Ask(place=place, kind="name", person=person, post=made("post_id"), at=clock.now(), by_name="何文"))


@makes("outsider")
def _outsider(place: int, made: Made) -> Any:
    from hutong.accounts.models import Ask, Post
    from hutong.ground import clock

    person = Post.objects.within(system()).get(pk=made("post_id")).person
    wanted = {"place": place, "role": "civil_affairs", "since": "2026-11-20", "basis": "", "organisation": ""}
    return kept(
        Ask(
            place=place, kind="post", person=person, post=made("post_id"), at=clock.now(), by_name="何文", wanted=wanted
        )
    )
