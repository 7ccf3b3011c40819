"""The only writers of people and posts, S2-1."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation

from hutong.accounts import passwords, people, phones, sessions
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.models import Ask, Person, Post, new_id
from hutong.accounts.permissions import MAY_HOLD_SEALED, WITHOUT_JURISDICTION, Permission, Role
from hutong.accounts.presence import Why
from hutong.ground import clock, query
from hutong.ground.days import days
from hutong.journal.actions import action
from hutong.places.models import Place
from hutong.sync import own
from hutong.workforce import asking, numbers, organisations, rules

FILL = "您的岗位不能任免{}。"
RESET = "您的岗位不能重置{}的密码，请由其上级民政部门办理。"
OUTSIDER = "这个人现在由其他单位任用，要先经那里的主管民政部门同意。"
# A post far back would rank before those that a person really holds.
LATE = timedelta(days=365)


@dataclass(frozen=True)
class Appointment:
    """One post to fill. staff_number or phone may name somebody already known; a new person gets a password.

    id: made by the client, so that the same wish sent twice fills one post. until: the first day on which it is no longer held.
    """

    place: int
    role: Role
    name: str
    phone: str = ""
    staff_number: str = ""
    since: date | None = None
    basis: str = ""
    organisation: str = ""
    sealed: bool = False
    password: str = ""
    id: uuid.UUID | None = None
    until: date | None = None


@dataclass(frozen=True)
class Appointed:
    """The post, and the initial password where the person is new and was made just now."""

    post: Post
    initial_password: str | None


@action("workforce.appoint", Permission.POST_WRITE)
def appoint(grant: Grant, appointments: Sequence[Appointment]) -> list[Appointed]:
    """Fill posts inside the grant's jurisdiction. Raises Problem 403, 404, 409 or 422 with the reason.

    A post that is to be sealed waits without that right until a second person has confirmed it (asks/)."""
    hashed = cache(make_password)
    done = [_appoint(grant, wanted, hashed) for wanted in appointments]
    return done


def _appoint(grant: Grant, wanted: Appointment, hashed) -> Appointed:
    _check(grant, wanted.role, wanted.place)
    if wanted.sealed and wanted.role not in MAY_HOLD_SEALED:
        raise Problem(
            422, f"{wanted.role.label}不能接触密封事项。", "not_sealed", [("sealed", "只能指定县级以上人员。")]
        )
    if kept := _filled_before(grant, wanted):
        return Appointed(kept, None)
    if wanted.role in WITHOUT_JURISDICTION and not wanted.organisation:
        told = "请选择或填写所属单位：只有转给这个单位的儿童，这个岗位才看得到。"
        raise Problem(422, told, "no_organisation", [("organisation", "请选择或填写所属单位。")])
    person, secret = _person(wanted, hashed)
    if person.id == grant.person:
        raise Problem(403, "不能任命自己。", "own_post")
    if secret is None and grant.role:
        _check_start(wanted)
        check_outsider(grant, person)
    post = new_post(person, wanted, sealed=wanted.sealed and grant.role is None)
    if wanted.sealed:
        asking.wish(grant, post, Ask.Kind.NAME, wanted.basis)
    return Appointed(post, secret)


def _filled_before(grant: Grant, wanted: Appointment) -> Post | None:
    """The post that this same wish filled before: a double click, or an answer lost on the way."""
    if wanted.id is None:
        return None
    query.one_by_one(str(wanted.id))
    same = Post.objects.within(grant).filter(pk=wanted.id, place=wanted.place, role=wanted.role)
    return same.filter(person__name=wanted.name).select_related("person").first()


def _check_start(wanted: Appointment) -> None:
    earliest = clock.today() - LATE
    if wanted.since and wanted.since < earliest:
        told = f"这个人已有账号，新岗位的任职日期不能早于 {earliest}；更早的请由系统管理员登记。"
        raise Problem(422, told, "too_early", [("since", f"不能早于 {earliest}。")])


def check_outsider(grant: Grant, person: Person) -> None:
    """Refuse a post for somebody whose account another bureau keeps: it is asked first (asks/outsiders.py). Raises Problem 409."""
    main = asking.main(asking.posts_not_over(grant, person))
    if main and grant.narrowed(main.place) is None:
        raise Problem(409, OUTSIDER, "outsider")


def new_post(person: Person, wanted: Appointment, *, sealed: bool) -> Post:
    """The post itself, all that speaks against it asked before. Raises Problem 409."""
    post = Post(
        id=wanted.id or new_id(),
        person=person,
        role=wanted.role,
        place=wanted.place,
        organisation=organisations.named(wanted.place, wanted.role, wanted.organisation),
        sealed=sealed,
        period=days(wanted.since or clock.today(), wanted.until),
        basis=wanted.basis,
    )
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError as held:
        if not isinstance(held.__cause__, ExclusionViolation):
            raise
        raise Problem(409, f"{person.name}已经担任这个岗位。", "already_held") from held
    return post


def _check(grant: Grant, role: Role, place: int, refused: str = FILL) -> None:
    if grant.narrowed(place) is None or not Place.objects.filter(code=place).exists():
        raise missing("地方")
    if not rules.stands_at(role, place):
        raise Problem(422, f"{role.label}不设在这一级。", "wrong_level", [("place", f"{role.label}不设在这一级。")])
    if not rules.may_appoint(grant.role, grant.places, role, place):
        raise Problem(403, refused.format(role.label), "not_yours")


def _person(wanted: Appointment, hashed) -> tuple[Person, str | None]:
    found = known(wanted)
    if found is None and not wanted.staff_number:
        return _new_person(wanted, hashed)
    if found is None or found.name != wanted.name:
        # One answer for both: nobody finds out by trying which staff numbers exist.
        field, what = ("staff_number", "工号") if wanted.staff_number else ("phone", "手机号码")
        raise Problem(422, f"这个{what}与姓名不符，请核对。", "other_name", [(field, "与姓名不符。")])
    if not found.is_active:
        raise Problem(409, "这个人的账号已停用，请先恢复账号。", "inactive")
    return found, None


def known(wanted: Appointment) -> Person | None:
    """Whoever has an account by the staff number or the phone, whatever name was said."""
    if wanted.staff_number:
        return Person.objects.filter(staff_number=wanted.staff_number).first()
    number = phones.digits(wanted.phone)
    return people.called("", phones.token(number)) if number else None


def _new_person(wanted: Appointment, hashed) -> tuple[Person, str]:
    secret = wanted.password or numbers.initial_password()
    person = Person(
        id=new_id(),
        place=wanted.place,
        staff_number=numbers.next_staff_number(wanted.place),
        name=wanted.name,
        password=hashed(secret),
        must_change_password=not wanted.password,
    )
    phones.give(person, wanted.phone)
    person.save(force_insert=True)
    return person, secret


@action("workforce.end_post", Permission.POST_WRITE)
def end_post(grant: Grant, post_id: uuid.UUID, on: date, reason: str) -> Post:
    """End a post: from the day `on` it is no longer held. Raises Problem when that is not the grant's to do."""
    post = post_of_others(grant, post_id, "不能免去自己的岗位，请上级办理。")
    if post.period.isempty or (post.period.upper and post.period.upper <= clock.today()):
        raise Problem(409, "这个岗位已经结束。", "already_ended")
    if on <= post.since:
        # A post that was held on no day would leave nothing to show who had been let in.
        earliest = post.since + timedelta(days=1)
        raise Problem(422, "离任日期应晚于任职日期。", "before_start", [("on", f"最早为 {earliest}。")])
    post.period, post.ended_reason = days(post.since, on), reason
    post.save(update_fields=["period", "ended_reason"])
    # Whoever holds another post goes on working; the ended one counts no more from the next request on.
    if on <= clock.today() and not any(
        clock.today() in one.period for one in asking.posts_not_over(grant, post.person)
    ):
        sessions.end_all(post.person.pk, Why.POST_ENDED)
    return post


@action("workforce.reset_password", Permission.POST_WRITE)
def reset_password(grant: Grant, post_id: uuid.UUID) -> str:
    """A new initial password for the holder of a post; all the person holds or will hold must be the grant's to fill."""
    person = person_of_others(grant, post_id, "请在“账号安全”中修改自己的密码。", RESET)
    asking.guard(grant, person)
    return renew_password(person)


def person_of_others(grant: Grant, post_id: uuid.UUID, own: str, refused: str) -> Person:
    """Whoever holds a post today, where the account is the grant's to give out: the main post is its to fill, and all other
    posts are of roles that it fills somewhere. Raises Problem."""
    person = person_in_post(grant, post_id, own, refused)
    posts = asking.posts_not_over(grant, person)
    if main := asking.main(posts):
        # Otherwise a township could take over an account that is also a county's.
        _check(grant, Role(main.role), main.place, refused)
    for post in posts:
        if not rules.fills(grant.role, Role(post.role)):
            raise Problem(403, refused.format(Role(post.role).label), "not_yours")
    return person


def person_in_post(grant: Grant, post_id: uuid.UUID, own: str, refused: str) -> Person:
    """Whoever holds a post today that is the grant's to fill, whatever other posts the person has. Raises Problem."""
    post = post_of_others(grant, post_id, own, refused)
    if clock.today() not in post.period:
        raise Problem(409, f"{post.person.name}目前不在这个岗位上，不能由此办理。", "not_held")
    return post.person


def post_of_others(grant: Grant, post_id: uuid.UUID, own: str, refused: str = FILL) -> Post:
    """A post that is the grant's to fill, locked, and not one's own. Raises Problem 403, 404."""
    post = holder(grant, post_id, own)
    _check(grant, Role(post.role), post.place, refused)
    return post


def holder(grant: Grant, post_id: uuid.UUID, own: str) -> Post:
    """A post of the jurisdiction with its person, locked; own: what is told to whoever holds it. Raises Problem 403, 404."""
    post = (
        Post.objects.within(grant)
        .select_related("person", "organisation")
        .select_for_update(of=("self",))
        .filter(pk=post_id)
        .first()
    )
    if post is None:
        raise missing("岗位")
    if post.person_id == grant.person:
        raise Problem(403, own, "own_post")
    return post


@action("workforce.reset_any_password", Permission.SYSTEM)
def reset_any_password(grant: Grant, staff_number: str) -> str:
    """A new initial password for anybody, at the administrator's command line. Raises Problem 404."""
    person = Person.objects.filter(staff_number=staff_number).first()
    if person is None:
        raise Problem(404, f"没有这个工号：{staff_number}。", "not_found")
    for post in asking.posts_not_over(grant, person):
        if post.sealed:
            asking.wish(grant, post, Ask.Kind.REISSUE, "命令行")
    return renew_password(person)


def renew_password(person: Person) -> str:
    """A new initial password, inside an action; the person is signed out everywhere."""
    secret = numbers.initial_password()
    passwords.replace(person, secret, must_change=True)
    sessions.end_all(person.pk, Why.RESET)
    own.end_all(person.pk)
    return secret


@action("workforce.change_password", Permission.SIGNED_IN)
def change_password(grant: Grant, person: Person, new: str, keep: str | None = None) -> None:
    """One's own new password, already checked against the old one and the rules. keep: the session that stays."""
    passwords.replace(person, new, must_change=False)
    sessions.end_all(person.pk, Why.PASSWORD, keep)
    own.end_all(person.pk)
