"""How a route says who may call it. A route without `permits` fails tests/test_routes.py."""

import functools
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest
from psycopg.errors import InsufficientPrivilege

from hutong.accounts import context, held, passwords, second_factor
from hutong.accounts.grants import Grant
from hutong.accounts.models import Person, Share
from hutong.accounts.permissions import Permission, Role
from hutong.places import history
from hutong.places.models import Place

OVERTAKEN = "您打开页面以后，区划刚刚变更，或者这条记录刚被别人移走，这次没有保存。请刷新页面后再办。"


class Problem(Exception):
    """An answer other than success, in words for people. fields: [(field, sentence)].

    keep: what was written before it stays, such as the count of wrong passwords or the log of who looked.
    wait: after how many seconds the same may be asked again, for a program that reads Retry-After.
    """

    def __init__(
        self,
        status: int,
        message: str,
        code: str = "",
        fields: Any = (),
        *,
        keep: bool = False,
        wait: int = 0,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        self.wait = wait
        self.body = {
            "message": message,
            "code": code,
            "fields": [{"field": f, "message": m} for f, m in fields],
            **extra,
        }


def missing(what: str = "内容") -> Problem:
    """What does not exist and what lies outside the scope answer the same."""
    return Problem(404, f"没有找到这条{what}，或者它不在您的辖区。", "not_found")


class Request(HttpRequest):
    """A request that passed `permits`. shares: those by which it opened a child beyond the place."""

    grant: Grant
    shares: Sequence[Share]
    user: Person


def permits(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a route run only for a grant with the permission, in one transaction inside its scope."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def run(request: Request, *args: Any, **kwargs: Any) -> Any:
            request.grant = grant_for(request, permission)
            try:
                return _inside(view, request, *args, **kwargs)
            except (DatabaseError, ObjectDoesNotExist, Problem) as error:
                if overtaken(error, request.grant):
                    raise Problem(409, OVERTAKEN, "overtaken") from error
                if isinstance(error.__cause__, InsufficientPrivilege):
                    raise missing() from error
                raise

        run.permission = permission  # type: ignore[attr-defined]  # read by the route test
        return run

    return wrap


def overtaken(error: Exception, grant: Grant) -> bool:
    """Whether something failed because places changed, or a record went elsewhere, between the look and the write."""
    if isinstance(error, Problem) and error.status != 404:
        return False
    told = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or ""
    # The journal knows no such place; Django found the row and could not write it any more.
    if told.startswith("no such place") or (type(error) is DatabaseError and error.__cause__ is None):
        return True
    codes = set(grant.places)
    return Place.objects.filter(code__in=codes).count() < len(codes)


def _inside(view: Callable[..., Any], request: Request, *args: Any, **kwargs: Any) -> Any:
    with context.within(request.grant):
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            if not problem.keep:
                raise
            kept = problem
    raise kept


def grant_for(request: HttpRequest, permission: Permission) -> Grant:
    """The grant of whoever is signed in. Raises Problem 401, or 403 when the post has no such right."""
    person = request.user
    if not isinstance(person, Person):
        raise Problem(401, "请先登录。", "not_signed_in")
    own = request.path.startswith("/api/v1/me")
    if not own and person.must_change_password:
        raise Problem(403, "请先修改初始密码。", "must_change_password")
    if not own and passwords.too_old(person):
        raise Problem(403, f"密码已用满{settings.PASSWORD_DAYS}天，请先换一个。", "must_change_password")
    grant = _granted(request, person)
    if grant is None:
        raise Problem(403, "您目前没有在任岗位，请联系上级民政部门。", "no_post")
    if not own and second_factor.missing(request, person, grant):
        raise Problem(403, "请先设置第二步验证。", "must_enrol")
    if not grant.allows(permission):
        raise Problem(403, f"您的岗位没有“{permission.label}”的权限。", "not_allowed")
    return grant


def _granted(request: HttpRequest, person: Person) -> Grant | None:
    role = Role(chosen) if (chosen := request.session.get("role")) else None
    arrived = getattr(request, "arrived", None)
    if arrived and arrived.person.pk == person.pk:
        return held.granted(person, role, arrived.posts, arrived.avoids)
    return held.grant_of(person, role)


def place_in(grant: Grant, place: int | None) -> tuple[Grant, int]:
    """The grant narrowed to a unit that the request names, and that unit; without one, all of the grant.

    A link saved before the unit got another code still finds it.
    """
    if place is None:
        return grant, grant.places[0]
    place = history.current_code(place)
    narrowed = grant.narrowed(place)
    if narrowed is None:
        raise missing("地方")
    return narrowed, place


def parsed_id(text: str, what: str = "档案") -> uuid.UUID:
    """A child's (or another record's) id out of an address; anything else is simply not found."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise missing(what) from None
