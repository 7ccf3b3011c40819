"""核验 at /open/check, for whoever holds a printed paper: whether it is valid, and nothing else of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hutong.accounts import context, grants
from hutong.accounts.limits import OPEN_CHECKS
from hutong.documents import printed
from hutong.documents.open_door import door

TITLE, FORM = "核验打印件", "check"
VALID = "有效：这份材料由护童打印，没有作废。"
# One answer for a code that never was and a paper that is void: it tells nothing of a paper but this.
INVALID = "无效：没有这个核验码，或者这份材料已经作废。请核对号码，或者向出具材料的单位查询。"


@csrf_exempt  # no session is behind it; the form's signed token is what it goes by
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for a code, POST answers whether a paper with it is valid."""
    if request.method == "GET":
        return _asks("")
    # Counted before anything is looked up.
    if not door.may_try(request, OPEN_CHECKS):
        return _asks(door.TOO_MANY, status=429)
    if not door.came_from(request, FORM):
        return _asks(door.STALE)
    with context.within(grants.system()):
        valid = printed.is_valid(door.field(request, "code", 40))
    return _asks(VALID, "good") if valid else _asks(INVALID, "bad")


def _asks(told: str, mark: str = "bad", status: int = 200) -> HttpResponse:
    return door.page(TITLE, "open/check.html", status, told=told, mark=mark, token=door.token(FORM))
