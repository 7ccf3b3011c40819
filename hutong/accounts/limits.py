"""How often one account, and one network address, may do what is dear to serve or worth guessing: routes say `@limited(…)`.

Counted before the route's transaction, so that a refusal does not take the count back. An address is an office of forty
behind one router, or a county: it may ten times what an account may.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from hutong.accounts import counting
from hutong.accounts.http import Problem
from hutong.accounts.models import Counted
from hutong.accounts.sessions import address_of, network_of
from hutong.ground import clock, figures

OFFICE = 10


@dataclass(frozen=True)
class Limit:
    """most: so many times in so many minutes for one account; doing: what, in words."""

    name: str
    most: int
    minutes: int
    doing: str

    def take(self, who: str, most: int) -> bool:
        """Count one more; False when all are used up, until the minutes since the first are over."""
        return counting.take(self.name, who, self.minutes) <= most

    def refused(self) -> Problem:
        sentence = f"{self.doing}的次数太多，请{self.minutes}分钟后再试。"
        return Problem(429, sentence, "too_many", wait=self.minutes * 60)


@dataclass(frozen=True)
class Dated:
    """A limit whose number an official may change: policy/national/look-limits.csv. For whom: one account."""

    name: str
    minutes: int
    doing: str

    def today(self) -> Limit:
        """The limit in force."""
        return Limit(self.name, figures.of("look-limits.csv", clock.today())[self.name], self.minutes, self.doing)


NUMBERS = Limit("numbers", 60, 10, "按号码查询")
UPLOADS = Limit("uploads", 60, 30, "上传文件")
EXPORTS = Limit("exports", 40, 30, "导出")
CODES = Limit("codes", 40, 10, "核验")
VOICES = Limit("voices", 20, 60, "发送意见")
TRIALS = Limit("trials", 20, 30, "发送测试消息")
# What an office does with the accounts and phones of others, one after another by hand; a stolen session could do hundreds.
ACCOUNTS = Limit("accounts", 60, 30, "办理账号和手机")
# What one by one adds up to an export.
BREAK_GLASS = Dated("break_glass", 24 * 60, "紧急查看")
UNMASK, UNMASK_DAY = Dated("unmask_hour", 60, "显示完整号码"), Dated("unmask_day", 24 * 60, "显示完整号码")
# Of a holder too: what is sealed is opened child by child, and never read through a county.
SEALED, SEALED_DAY = Dated("sealed_hour", 60, "打开密封事项"), Dated("sealed_day", 24 * 60, "打开密封事项")
# An address from which anybody tries the codes of one-time links; an office shares one.
OPEN_ANSWERS = Dated("open_answers", 60, "答复")
# An address from which anybody checks printed papers: a bank's counter, a school's office.
OPEN_CHECKS = Dated("open_checks", 60, "核验")
PRINTS = Dated("print_hour", 60, "打印")


def limited(limit: Limit | Dated, when: Callable[..., bool] = lambda **_: True) -> Callable[..., Callable[..., Any]]:
    """Above `permits`: refuse with 429 when the account or the address has used up its times.

    when: of what the route is asked, whether this is to be counted."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if when(**kwargs):
                _count(request, limit.today() if isinstance(limit, Dated) else limit)
            return view(request, *args, **kwargs)

        return run

    return wrap


def _count(request: HttpRequest, limit: Limit) -> None:
    # An account that is refused does not use up its office's times.
    free = limit.take(f"account:{request.user.pk}", limit.most)
    if not free or not limit.take(f"address:{network_of(address_of(request))}", limit.most * OFFICE):
        raise limit.refused()


def sweep() -> int:
    """Remove counts that are over, at night; gives how many."""
    return Counted.objects.filter(until__lt=clock.now()).delete()[0]
