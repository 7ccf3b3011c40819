"""Which months are closed, and under which codes a unit's villages stood in them."""

from datetime import date
from typing import Any

from hutong.accounts.managers import plain
from hutong.ground import clock, query
from hutong.places import history
from hutong.places.codes import Level, level_of
from hutong.returns.models import LedgerMonth
from hutong.returns.months import calendar
from hutong.returns.out.figures import Day


def months() -> list[dict[str, Any]]:
    """ClosedMonth of each that is closed everywhere, the newest first."""
    rows = plain(LedgerMonth).filter(place=0).order_by("-month")
    return [{"month": f"{row.month:%Y-%m}", "closed_at": row.closed_at} for row in rows]


def closed(text: str) -> date | None:
    """The month of a text such as 2026-11, if it is closed; else None."""
    month = calendar.read(text)
    return month if month and plain(LedgerMonth).filter(place=0, month=month).exists() else None


def total(place: int, month: date) -> int | None:
    """How many stood in the ledger of a month, as it was closed; None for a village, which has no total of its own."""
    if level_of(place) == Level.VILLAGE:
        return None
    sql = "SELECT sum(total) FROM returns_ledgermonth WHERE month = %s AND %s::int8multirange @> happened_place"
    [[found]] = query.rows(sql, [month, codes(place, month, month)])
    return found or 0


def codes(place: int, first: date, last: date) -> str:
    """The codes under which a unit's villages stood in the ledgers of some months, as a multirange.

    A ledger holds the codes of the day on which it was closed, which after a missed night is a later one.
    """
    closing = plain(LedgerMonth).filter(place=0, month=last).first()
    until = clock.on(closing.closed_at) if closing else calendar.last_day(last)
    spans = history.spans(place, calendar.last_day(first), until)
    return "{" + ",".join(f"[{span.low},{span.high})" for span in spans) + "}"


def day(place: int, month: date) -> Day:
    """The month to count."""
    return Day(calendar.last_day(month), month, codes(place, month, month))
