"""A place in a list, for the address of the next page: the last row's sort values, never a count of rows skipped.

Sealed, for they hold a name or a day of birth, and addresses are kept by routers, proxies and browsers."""

import base64
import json
from typing import Any

from hutong.accounts.http import Problem
from hutong.config.sealing import open_bytes, seal_bytes

BOUND_TO = "position"


def encode(*values: Any) -> str:
    """A place in a list, for the address of the next page."""
    told = json.dumps([str(value) for value in values]).encode()
    return base64.urlsafe_b64encode(seal_bytes(told, BOUND_TO)).decode()


def decode(after: str, count: int = 2) -> list[str]:
    """The sort values. Raises Problem 422 for what is no place in a list; a column refuses a value of the wrong kind."""
    try:
        values = json.loads(open_bytes(base64.urlsafe_b64decode(after), BOUND_TO))
    except ValueError:
        raise refused() from None
    if not isinstance(values, list) or len(values) != count or not all(isinstance(v, str) for v in values):
        raise refused()
    return values


def refused() -> Problem:
    """The answer to a position that is none."""
    return Problem(422, "翻页位置无效，请回到第一页。", "invalid")
