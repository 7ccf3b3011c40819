"""How every refusal is told: one JSON shape, in Chinese, without a traceback."""

import logging
import shutil
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import LockNotAvailable
from psycopg_pool import PoolTimeout

from hutong.accounts.http import Problem, missing
from hutong.ground import validation, work
from hutong.ground.refusal import Refused
from hutong.ground.words import said
from hutong.journal.actions import NotAllowed

log = logging.getLogger("hutong")
SORRY = "系统出错了，没有保存。请稍后再试；如果仍然不行，请联系技术支持。"
STALE = "页面已过期，请刷新后再试。"
UNREADABLE = "请求的内容读不懂。"
CONFLICT = "与已有的记录冲突，请刷新后再试。"
BUSY = "系统正在办理一项较大的变更（例如区划变更），这次没有保存。内容还在页面上，请过一分钟再提交。"
TOO_LARGE = "内容太大，没有保存。文字请删短一些，文件请分成几份再上传。"
NOT_SO = "这个地址不能这样使用。"
NOT_FOUND = "没有这个地址。"
WAIT = 60
ROOM_BYTES = 16 * 1024**2
FULL = "服务器的磁盘满了，这次没有保存。内容还在页面上，请告诉系统管理员，腾出空间以后再提交。"
AWAY = "系统正在恢复，这次没有保存。内容还在页面上，请过半分钟再提交。"
UNSTORABLE = "有内容超出了可以保存的范围，请检查数字、日期和特殊字符。"


def answer(problem: Problem) -> HttpResponse:
    """A Problem as JSON, in the language of whoever asked."""
    fields = [one | {"message": said(one["message"])} for one in problem.body["fields"]]
    body = problem.body | {"message": said(problem.body["message"]), "fields": fields}
    headers = {"Retry-After": str(problem.wait)} if problem.wait else {}
    return JsonResponse(body, status=problem.status, headers=headers, json_dumps_params={"ensure_ascii": False})


def too_large() -> Problem:
    """A body beyond what any route takes."""
    return Problem(413, TOO_LARGE, "too_large")


def install(api: NinjaAPI) -> None:
    """Teach the API to tell every refusal our way."""
    kinds: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda problem: problem,
        Refused: lambda refused: Problem(422 if refused.errors else 409, str(refused), refused.code, refused.errors),
        NotAllowed: lambda refused: Problem(403, str(refused), "not_allowed"),
        ObjectDoesNotExist: lambda _: missing(),
        Http404: lambda _: missing(),
        ValidationError: _invalid,
        DataError: lambda _: Problem(422, UNSTORABLE, "invalid"),
        # The day after the last of the calendar.
        OverflowError: lambda _: Problem(422, UNSTORABLE, "invalid"),
        # Half a character in JSON that calls itself an upload, which clean_body.py does not read.
        UnicodeEncodeError: lambda _: Problem(422, UNSTORABLE, "invalid"),
        RecursionError: _unreadable,
        # An upload without boundary or cut off, with a thousand files, a session that was tampered with.
        MultiPartParserError: _unreadable,
        UnreadablePostError: _unreadable,
        SuspiciousOperation: _unreadable,
        RequestDataTooBig: lambda _: too_large(),
        HttpError: _of_ninja,
    }
    for kind, told in kinds.items():
        api.add_exception_handler(kind, _handler(told))
    api.add_exception_handler(IntegrityError, _conflicting)
    for kind in (OperationalError, InterfaceError, PoolTimeout, OSError):
        api.add_exception_handler(kind, _busy)
    api.add_exception_handler(Exception, _failed)


def _handler(told: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: answer(told(error))


def _unreadable(error: Any) -> Problem:
    return Problem(400, UNREADABLE, "bad_request")


def _invalid(wrong: ValidationError) -> Problem:
    fields = [(validation.field_of(error), validation.sentence_of(error)) for error in wrong.errors]
    return Problem(422, "有内容填写不对，请改正后再提交。", "invalid", fields)


def _of_ninja(error: HttpError) -> Problem:
    if isinstance(error, AuthenticationError):
        return Problem(401, "请先登录。", "not_signed_in")
    if error.status_code == 403:
        return Problem(403, STALE, "stale_page")
    return Problem(error.status_code, UNREADABLE, "bad_request")


def _conflicting(request: HttpRequest, error: Any) -> HttpResponse:
    # The error itself quotes the row, which may be a child's.
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    log.error("%s %s: conflict with %s", request.method, request.path, constraint)
    return answer(Problem(409, CONFLICT, "conflict_data"))


def _busy(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, LockNotAvailable):
        return answer(Problem(503, BUSY, "busy", wait=WAIT))
    if away := unavailable(error):
        log.error("%s %s: %s", request.method, request.path, away.body["code"])
        return answer(away)
    return _failed(request, error)


def unavailable(error: BaseException | None) -> Problem | None:
    """What is said where the disk is full or the database away; None for every other fault."""
    if error is None or not work.passing(error):
        return None
    # A database that finds no room to begin again is away too.
    if work.full(error) or shutil.disk_usage(settings.DATA).free < ROOM_BYTES:
        return Problem(503, FULL, "disk_full", wait=WAIT)
    return Problem(503, AWAY, "away", wait=WAIT)


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return answer(Problem(500, SORRY, "failed"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the page is older than the session."""
    return answer(Problem(403, STALE, "stale_page"))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler400: a request that Django itself refuses, such as an unknown host or a body that is too large."""
    return answer(Problem(400, UNREADABLE, "bad_request"))


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500, for what is outside the API; Django has logged the traceback."""
    if away := unavailable(sys.exc_info()[1]):
        return answer(away)
    return answer(Problem(500, SORRY, "failed"))


class InWords:
    """Middleware: what Django, Ninja or allauth refuse by themselves is told our way too, below /api/ and /_allauth/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(("/api/", "/_allauth/")):
            return response
        if response.get("Content-Type", "").startswith("application/json"):
            return response
        told = answer(_SAID.get(response.status_code) or Problem(response.status_code, UNREADABLE, "bad_request"))
        if response.has_header("Allow"):
            told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A body nested a thousand deep, where it is not Ninja that reads it."""
        return answer(Problem(400, UNREADABLE, "bad_request")) if isinstance(error, RecursionError) else None


_SAID = {
    404: Problem(404, NOT_FOUND, "not_found"),
    405: Problem(405, NOT_SO, "not_so"),
    413: too_large(),
    500: Problem(500, SORRY, "failed"),
}
