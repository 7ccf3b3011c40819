"""What is not the API: the pages of the two apps, and the health check."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from hutong.accounts.http import Problem
from hutong.config.refusals import NOT_FOUND, answer

NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>护童</title>
<p>页面还没有构建。请运行 ./run，它会构建前端后再启动。</p></html>"""


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The office app, whatever address of its own was opened."""
    return _page(request, settings.WHITENOISE_ROOT)


@require_safe
def field(request: HttpRequest) -> HttpResponse:
    """The child director's phone app, likewise."""
    return _page(request, settings.FIELD_ROOT)


def _page(request: HttpRequest, built: Path) -> HttpResponse:
    """The app's one page; a file that is missing stays missing."""
    if "." in request.path.rsplit("/", 1)[-1]:
        return HttpResponse("没有这个文件。", status=404, content_type="text/plain; charset=utf-8")
    page = built / "index.html"
    get_token(request)
    response = HttpResponse(page.read_bytes() if page.exists() else NOT_BUILT)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def demo_accounts(request: HttpRequest) -> JsonResponse:
    """Public: whom a newcomer to a demo may sign in as; empty wherever it is no demo."""
    from hutong.demo.build import to_try

    return JsonResponse({"items": [account._asdict() for account in to_try()] if settings.DEMO else []})


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description of the API, for whoever is signed in: the file as committed, since making it takes seconds."""
    if not request.user.is_authenticated:
        return answer(Problem(401, "请先登录。", "not_signed_in"))
    return HttpResponse(_described(), content_type="application/json")


@cache
def _described() -> bytes:
    return (settings.BASE / "web" / "packages" / "api" / "openapi.json").read_bytes()


def no_such_address(request: HttpRequest) -> HttpResponse:
    """An address of the API that does not exist."""
    return answer(Problem(404, NOT_FOUND, "not_found"))


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the server and its database answer; public, says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
