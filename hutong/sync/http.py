"""How a phone's request says whose it is: `Authorization: Device <token>`, no cookie, no browser session."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from hutong.accounts.http import Problem
from hutong.accounts.permissions import Permission
from hutong.sync import own, sender
from hutong.sync.sender import Sender


class DeviceRequest(HttpRequest):
    """A request that passed `from_phone`."""

    sender: Sender


class DeviceToken(HttpBearer):
    """The token of one person on one phone. Whether that person may still read is the route's matter."""

    openapi_scheme = "device"

    def authenticate(self, request: HttpRequest, token: str) -> Sender:
        found = sender.of_token(token)
        if found is None:
            raise Problem(401, "这部手机的登录已失效，请联网后重新登录。未上传的记录还在手机里。", "device_unknown")
        # What a phone holds that the office shut out is still taken; an ended one sends it after the next sign-in.
        if found.bearer.ended_at and not found.bearer.revoked_at:
            raise Problem(401, own.ENDED, "device_ended")
        request.sender = found  # type: ignore[attr-defined]  # DeviceRequest
        return found


def from_phone(view: Callable[..., Any]) -> Callable[..., Any]:
    """A route for phones. Its permission is asked of the post again at every call: sender.device_grant."""

    @functools.wraps(view)
    def run(request: DeviceRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    run.permission = Permission.DEVICE_USE  # type: ignore[attr-defined]  # read by the route test
    return run


def reading(request: DeviceRequest) -> Sender:
    """The sender, when something is to be read. Raises Problem 403."""
    if request.sender.grant is None:
        code = "device_revoked" if request.sender.bearer.revoked_at else "no_post"
        raise Problem(403, request.sender.why_not(), code)
    return request.sender
