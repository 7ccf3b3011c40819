"""Routes of the balance of a summary (A2-3)."""

from typing import Any

from ninja import Query, Router

from hutong.accounts.http import Problem, Request, missing, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.returns.months import unit as months
from hutong.returns.out import lists, summaries
from hutong.returns.out import schemas as s
from hutong.returns.out.figures import Day
from hutong.returns.out.layout import Layout

router = Router(tags=["balance"])


@router.get("/balance", response=s.Balance)
@permits(Permission.CHILD_READ)
def balance(request: Request, asked: Query[s.BalanceIn]) -> Any:
    """The register as it stands, or a closed month."""
    grant, unit = place_in(request.grant, asked.place)
    return summaries.balance(grant, _summary(unit, asked.layout), unit, _day(unit, asked.month))


@router.get("/balance/behind", response=s.BehindBalance)
@permits(Permission.CHILD_READ)
def behind(request: Request, asked: Query[s.BehindIn]) -> Any:
    """The children behind an equation."""
    grant, unit = place_in(request.grant, asked.place)
    return summaries.behind(grant, _summary(unit, asked.layout), asked.group, asked.after, _day(unit, asked.month))


def _summary(unit: int, key: str) -> Layout:
    found = next((one for one in lists.of_layouts(unit) if one.key == key and one.kind == "summary"), None)
    if found is None:
        raise missing("汇总表")
    return found


def _day(unit: int, month: str) -> Day | None:
    closed = months.closed(month) if month else None
    if month and closed is None:
        sentence = "这个月的台账还没有结转，请换一个月份。"
        raise Problem(422, sentence, "invalid", [("month", sentence)])
    return months.day(unit, closed) if closed else None
