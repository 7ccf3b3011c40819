"""Looks at every request's session: whether it may go on, and whether it is new (accounts/sessions.py)."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from hutong.accounts import arriving, context, devices, second_factor, sessions
from hutong.accounts.backends import known
from hutong.accounts.http import Problem
from hutong.accounts.models import Person
from hutong.accounts.presence import Why
from hutong.config.refusals import answer

TOLD = {
    Why.LEFT: "您已退出，请重新登录。",
    Why.IDLE: "长时间没有操作，已自动退出，请重新登录。",
    Why.TOO_LONG: "登录时间太长，已自动退出，请重新登录。",
    Why.TOO_MANY: "您的账号在其他设备登录，超过了允许的数量，这里已退出。不是您本人的话，请马上修改密码。",
    Why.SENT_AWAY: "您在另一台设备上让这里退出了。",
    Why.PASSWORD: "密码已修改，请用新密码登录。",
    Why.RESET: "上级重置了您的密码或第二步验证，请重新登录。",
    Why.SUSPENDED: "账号已停用，请联系上级民政部门。",
    Why.POST_ENDED: "您的岗位有变动，请重新登录。",
}


class Watch:
    """Middleware behind Django's own of sessions and people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A page holds nothing; the app that it loads asks the API, and shows why a session is over.
        if not request.path.startswith(("/api/", "/_allauth/")):
            return self.get_response(request)
        here, person = request.session.get(sessions.KEY), request.session.get(SESSION_KEY)
        if here and (why := self._look(request, here, person)):
            request.session.flush()
            request.user = AnonymousUser()
            if request.path.startswith("/api/"):
                return answer(Problem(401, TOLD[why], "session_ended", why=why))
        with self._signing_in(request):
            response = self.get_response(request)
        signed_in = SESSION_KEY in request.session
        if here and person and not signed_in:
            sessions.leave(here, person)
        if signed_in and sessions.KEY not in request.session and isinstance(request.user, Person):
            sessions.arrive(request, request.user)
            devices.remember(request, response, request.user)
        return response

    @staticmethod
    def _signing_in(request: HttpRequest) -> AbstractContextManager[None]:
        """Whoever gave a password here and still owes the second step is known to the database as that person."""
        person = second_factor.pending(request.session) if request.path.startswith("/_allauth/") else None
        return context.as_person(UUID(person)) if person else nullcontext()

    def _look(self, request: HttpRequest, here: str, person: str | None) -> Why | None:
        """Whether the session is over; who asks is known from here on (accounts/http.py)."""
        if person is None:
            return Why.LEFT
        arrived = arriving.who(here, person)
        with known(arrived.person):
            # Evaluated now, Django's own check of the session's hash included.
            signed_in = request.user.is_authenticated
        if signed_in:
            request.arrived = arrived  # type: ignore[attr-defined]  # read by grant_for
        return sessions.judged(arrived.presence)
