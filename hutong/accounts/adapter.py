"""What allauth asks of us: no sign-up, our lock-out, and every sentence in Chinese."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from hutong.accounts import lockout

LOCKED = f"连续{lockout.FAILURES}次密码不对，账号已锁定，请{lockout.MINUTES}分钟后再试。忘记密码请找上级民政部门重置。"
WRONG = "工号（手机号）或密码不对。"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only: accounts are made by an appointment, passwords reset by the level above."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": LOCKED,
        "account_inactive": "这个账号已停用，请联系上级民政部门。",
        "rate_limited": "请求太频繁，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if lockout.locked(credentials["username"]):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        if person:
            lockout.forget(credentials["username"])
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.failed(credentials["username"])
