"""How often one account, and one network address, may do what is dear to serve or worth guessing: routes say `@limited(…)`.

Counted before the route's transaction, so that a refusal does not take the count back. An address is an office of forty
behind one router, or a county: it may ten times what an account may.
"""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from hutong.accounts.http import Problem
from hutong.accounts.sessions import address_of

OFFICE = 10


@dataclass(frozen=True)
class Limit:
    """most: so many times in so many minutes for one account; doing: what, in words."""

    name: str
    most: int
    minutes: int
    doing: str

    def take(self, who: str, most: int) -> bool:
        """Count one more; False when all are used up. Each takes one of so many places, by an atomic insert.

        Where nothing can be written, for the disk is full, that is not the caller's doing: what follows says so."""
        name = hashlib.sha256(who.encode(errors="replace")).hexdigest()
        places = [f"limit:{self.name}:{name}:{number}" for number in range(most)]
        taken = cache.get_many(places)
        free = [place for place in places if place not in taken]
        return any(cache.add(place, 1, self.minutes * 60) for place in free) or len(cache.get_many(places)) < most

    def refused(self) -> Problem:
        sentence = f"{self.doing}的次数太多，请{self.minutes}分钟后再试。"
        return Problem(429, sentence, "too_many", wait=self.minutes * 60)


NUMBERS = Limit("numbers", 60, 10, "按号码查询")
UPLOADS = Limit("uploads", 60, 30, "上传文件")
EXPORTS = Limit("exports", 40, 30, "导出")
CODES = Limit("codes", 40, 10, "核验")
VOICES = Limit("voices", 20, 60, "发送意见")
# What an office does with the accounts and phones of others, one after another by hand; a stolen session could do hundreds.
ACCOUNTS = Limit("accounts", 60, 30, "办理账号和手机")


def limited(limit: Limit) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Above `permits`: refuse with 429 when the account or the address has used up its times."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            count(request, limit)
            return view(request, *args, **kwargs)

        return run

    return wrap


def count(request: HttpRequest, limit: Limit) -> None:
    """Count one more of a request's account and address. Raises Problem 429."""
    free = limit.take(f"account:{request.user.pk}", limit.most)
    if not free or not limit.take(f"address:{address_of(request)}", limit.most * OFFICE):
        raise limit.refused()
