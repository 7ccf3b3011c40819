"""The only writers of second factors and of suspensions (S2-3)."""

import uuid
from collections.abc import Callable
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from hutong.accounts import context, second_factor, sessions
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.models import Person
from hutong.accounts.permissions import Permission, Role
from hutong.accounts.presence import Why
from hutong.ground import clock
from hutong.journal.actions import action
from hutong.sync import own
from hutong.workforce import asking
from hutong.workforce.actions import holder, person_in_post, person_of_others, renew_password

NOT_YOURS = "您的岗位不能管理{}的账号，请由其上级民政部门办理。"
OWN = "这是您自己的账号，请由上级民政部门或系统管理员办理。"


def account_of_others(grant: Grant, post_id: uuid.UUID, of: Callable[..., Person] = person_of_others) -> Person:
    """The person whose account the grant may shut: of the level above, or of the system's administrator, whoever it is but
    an auditor. of: what the level above must be over, the main post or any.

    The administrator sees no child and resets no password, and so gains nothing by it; whoever audits is out of reach.
    """
    if not grant.allows(Permission.SYSTEM):
        return of(grant, post_id, OWN, NOT_YOURS)
    person = holder(grant, post_id, OWN).person
    if any(post.role == Role.AUDITOR for post in asking.posts_not_over(grant, person)):
        raise Problem(403, NOT_YOURS.format(Role.AUDITOR.label), "not_yours")
    return person


@action("workforce.enrol_second_factor", Permission.SIGNED_IN)
def enrol(grant: Grant, person: Person, secret: str, code: str) -> list[str]:
    """Ask this person for codes of this secret from now on; the code proves that an app knows it. Gives recovery codes."""
    _forget(person)
    if not TOTP.activate(person, secret).validate_code(code):
        raise Problem(422, "验证码不对。", "wrong_code", [("code", "请填验证器现在显示的六位数字；手机的时间要准。")])
    person.second_factor_at, person.second_factor_reset = clock.now(), ""
    codes = RecoveryCodes.activate(person).generate_codes()
    _save_factor(person)
    return codes


@action("workforce.new_recovery_codes", Permission.SIGNED_IN)
def new_codes(grant: Grant, person: Person) -> list[str]:
    """Ten new recovery codes; the old ones open nothing any more. That it happened is journaled with the person."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(person).generate_codes()
    _save_factor(person)
    return codes


@action("workforce.reset_second_factor", Permission.POST_WRITE)
def reset_second_factor(grant: Grant, post_id: uuid.UUID, reason: str) -> Person:
    """For somebody whose phone is lost: no code is asked until a new one is set up. Raises Problem 403, 404, 409."""
    person = account_of_others(grant, post_id)
    if person.second_factor_at is None:
        raise Problem(409, f"{person.name}没有设置第二步验证。", "none")
    asking.guard(grant, person)
    _reset_factor(person, reason)
    sessions.end_all(person.pk, Why.RESET)
    own.end_all(person.pk)
    return person


def reissue(person: Person, reason: str) -> str:
    """Inside an action: a new initial password, no second factor, no session left. Gives the password."""
    _reset_factor(person, reason)
    return renew_password(person)


def _reset_factor(person: Person, reason: str) -> None:
    _forget(person)
    person.second_factor_at, person.second_factor_reset = None, reason
    _save_factor(person)


def _save_factor(person: Person) -> None:
    person.factors = second_factor.digest(person)
    person.save(update_fields=["second_factor_at", "second_factor_reset", "factors"])


@action("workforce.suspend", Permission.POST_WRITE)
def suspend(grant: Grant, post_id: uuid.UUID, reason: str, until: date | None) -> Person:
    """Shut an account at once, its posts kept; until: the day on which it works again. Raises Problem 403, 404, 409, 422."""
    # Any of the posts: whoever is responsible at one place shuts an account that does harm there.
    person = account_of_others(grant, post_id, person_in_post)
    if not person.is_active:
        raise Problem(409, f"{person.name}的账号已经停用。", "already_suspended")
    if until and until <= clock.today():
        raise Problem(422, "恢复日期应晚于今天。", "invalid", [("until", "请选择今天以后的日期。")])
    person.is_active, person.suspended_reason, person.suspended_until = False, reason, until
    person.save(update_fields=["is_active", "suspended_reason", "suspended_until"])
    sessions.end_all(person.pk, Why.SUSPENDED)
    return person


@action("workforce.resume", Permission.POST_WRITE)
def resume(grant: Grant, post_id: uuid.UUID) -> Person:
    """Let a suspended account work again. Raises Problem 403, 404, 409."""
    person = account_of_others(grant, post_id)
    if person.is_active:
        raise Problem(409, f"{person.name}的账号没有停用。", "not_suspended")
    _resume(person)
    return person


@action("workforce.resume_due", Permission.SYSTEM)
def resume_due(grant: Grant) -> int:
    """Every night: accounts whose suspension ends today. Gives how many."""
    due = list(Person.objects.filter(is_active=False, suspended_until__lte=clock.today()))
    for person in due:
        _resume(person)
    return len(due)


def _resume(person: Person) -> None:
    person.is_active, person.suspended_reason, person.suspended_until = True, "", None
    person.save(update_fields=["is_active", "suspended_reason", "suspended_until"])


def _forget(person: Person) -> None:
    with context.as_person(person):
        Authenticator.objects.filter(user=person).delete()
