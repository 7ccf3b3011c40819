"""What every page of the open door is made of: its shell, the token of its form, and how often one address may send it."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from hutong.accounts.limits import Dated
from hutong.accounts.sessions import address_of, network_of

TOO_MANY = "试的次数太多，请过一会儿再来。"
STALE = "这个页面打开得太久了，请重新填一次。"
# How long a page may lie open before its form is sent, in seconds.
LASTS = 2 * 60 * 60


def page(title: str, template: str = "open/page.html", status: int = 200, **parts: Any) -> HttpResponse:
    """A page in the door's shell; parts: what its template shows. Kept by nobody on the way."""
    response = HttpResponse(render_to_string(template, {"title": title, **parts}), status=status)
    response["Cache-Control"] = "no-store"
    return response


def token(form: str) -> str:
    """What a form carries in place of a cookie: that this server gave it out, lately, and for this form."""
    return signing.dumps(form, salt="open door")


def came_from(request: HttpRequest, form: str) -> bool:
    """Whether what was sent carries the token of a form that this server gave out lately."""
    try:
        return signing.loads(request.POST.get("token", ""), salt="open door", max_age=LASTS) == form
    except signing.BadSignature:
        return False


def may_try(request: HttpRequest, limit: Dated) -> bool:
    """Count one more from this address; False when its times are used up."""
    today = limit.today()
    return today.take(f"address:{network_of(address_of(request))}", today.most)


def field(request: HttpRequest, name: str, most: int) -> str:
    """What was typed into a field, cut at so many characters."""
    return request.POST.get(name, "").replace("\0", "").strip()[:most]
