"""What allauth asks of us: no sign-up, our lock-out, and every sentence in Chinese."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from hutong.accounts import lockout, second_factor, sessions
from hutong.accounts.backends import find
from hutong.accounts.models import Person
from hutong.accounts.presence import Result

LOCKED = f"连续{lockout.FAILURES}次密码不对，在这个网络地址上账号已锁定，请{lockout.MINUTES}分钟后再试。忘记密码请找上级民政部门重置。"
SHUT = (
    f"这个网络地址登录失败的次数太多，请{lockout.MINUTES}分钟后再试。"
    "以前在这里登录过的账号不受影响；急用时请换一个网络登录。"
)
WRONG = "工号（手机号）或密码不对。"
INACTIVE = "这个账号已停用，请联系上级民政部门。"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only: accounts are made by an appointment, passwords reset by the level above."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": LOCKED,
        "address_shut": SHUT,
        "account_inactive": INACTIVE,
        "rate_limited": "请求太频繁，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["hutong.accounts.sso.SecondStep"]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        person = find(credentials["username"])
        if lockout.shut(person, request):
            self._refuse(request, person, Result.ADDRESS, "address_shut")
        if lockout.taken(credentials["username"], request):
            self._refuse(request, person, Result.LOCKED, "too_many_login_attempts")

    def _refuse(self, request: HttpRequest, person: Any, result: Result, code: str) -> None:
        if person:
            sessions.note(request, person, result)
        raise ImmediateHttpResponse(lockout.refusal(code, str(self.error_messages[code])))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        # Otherwise whoever has the password clears with it what wrong codes have counted.
        if isinstance(person, Person) and not second_factor.has_one(person):
            lockout.forget(credentials["username"], request)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.failed_from(sessions.address_of(request))
        if person := find(credentials["username"]):
            sessions.note(request, person, Result.WRONG_PASSWORD if person.is_active else Result.SUSPENDED)
