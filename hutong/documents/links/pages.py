"""The answer box at /open/answer: for anybody who was given a code. Works without a script; keeps one cookie, of this address alone.

The code stands in no address, so in no log and no history: it is typed. Looking at the page uses nothing up, so a program that
previews links cannot take the place of whoever was meant."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hutong.accounts import context, grants
from hutong.accounts.limits import OPEN_ANSWERS
from hutong.documents.links import actions
from hutong.documents.open_door import door

ADDRESS, COOKIE = "/open/answer", "hutong_answer"
NOT_GOOD = (
    "这个码不能用：可能输错了、过期了、已经答复过，或者在别的手机、电脑上打开过。请核对后再试，或者联系发文单位。"
)
THANKS = "已收到您的答复，谢谢。可以关闭这个页面。"
INCOMPLETE = "请选择有没有收到，并填写您的姓名。"
TELLS = '<p role="status">{}</p>'
ASKS = """<form method="post"><label for="code">签收码（16位字母和数字）</label>
<input id="code" name="code" maxlength="40" autocomplete="off" autocapitalize="characters" required>
<button>打开</button></form>"""
QUESTION = """<p>{unit}于{on}发出<b>《{paper}》</b>{number}。</p>
<form method="post"><input type="hidden" name="code" value="{code}">
<fieldset><legend>您收到这份文书了吗</legend>
<label><input type="radio" name="got" value="yes" required>收到了</label>
<label><input type="radio" name="got" value="no">没有收到，或者不是给我的</label></fieldset>
<label for="name">您的姓名和单位</label><input id="name" name="name" maxlength="60" required>
<label for="words">要说明的（可以不填）</label><textarea id="words" name="words" maxlength="200" rows="3"></textarea>
<button>提交</button></form><p>只能提交一次。</p>"""


@csrf_exempt  # no session is behind it; the code and the browser's own cookie are what it goes by
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for a code; POST with a code asks the question, and with an answer takes it."""
    if request.method == "GET":
        return _page(ASKS)
    # Counted before anything is looked up.
    if not door.may_try(request, OPEN_ANSWERS):
        return _page(format_html(TELLS, door.TOO_MANY), 429)
    browser = request.COOKIES.get(COOKIE, "")[:64] or secrets.token_hex(24)
    answer = (
        _answered(request, browser) if "got" in request.POST or "name" in request.POST else _opened(request, browser)
    )
    answer.set_cookie(
        COOKIE, browser, path=ADDRESS, httponly=True, samesite="Strict", secure=request.is_secure(), max_age=30 * 86400
    )
    return answer


def _opened(request: HttpRequest, browser: str, told: str = "") -> HttpResponse:
    code = door.field(request, "code", 40)
    with context.within(grants.system()) as system:
        question = actions.bind(system, code, browser)
    if question is None:
        return _not_good()
    number = format_html("（{}）", question.number) if question.number else ""
    asked = format_html(QUESTION, **vars(question) | {"number": number, "code": code})
    return _page(format_html(TELLS, told) + asked if told else asked)


def _answered(request: HttpRequest, browser: str) -> HttpResponse:
    got, name = door.field(request, "got", 3), door.field(request, "name", 60)
    if got not in ("yes", "no") or not name:
        return _opened(request, browser, INCOMPLETE)
    given = actions.Answer(got == "yes", name, door.field(request, "words", 200))
    with context.within(grants.system()) as system:
        done = actions.answer(system, door.field(request, "code", 40), browser, given)
    return _page(format_html(TELLS, THANKS)) if done else _not_good()


def _not_good() -> HttpResponse:
    return _page(format_html(TELLS, NOT_GOOD) + ASKS)


def _page(inner: str, status: int = 200) -> HttpResponse:
    return door.page("文书签收", status=status, inner=mark_safe(inner))  # put together by format_html
