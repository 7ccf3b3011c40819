"""Months as their first days."""

from datetime import date, timedelta


def first(day: date) -> date:
    """The month of a day."""
    return day.replace(day=1)


def following(month: date) -> date:
    """The month after."""
    return first(month + timedelta(31))


def before(month: date) -> date:
    """The month before."""
    return first(month - timedelta(1))


def last_day(month: date) -> date:
    """The last of its days."""
    return following(month) - timedelta(1)


def read(text: str) -> date | None:
    """2026-11 as a month; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
