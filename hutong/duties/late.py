"""Overdue, said once: the database's hutong_overdue, over sets."""

from datetime import date, datetime, time

from django.db.models import BooleanField, DateTimeField, Func, Value

from hutong.ground import clock

# Of what has a last day and no moment on it.
DAY_ONLY = Value(None, DateTimeField())


def overdue(at: datetime | None = None, moment: str | Value = "due_at") -> Func:
    """Whether what is `due` is past its day, or its `moment` on it, at a time; now where none is said."""
    return Func("due", moment, Value(at or clock.now()), function="hutong_overdue", output_field=BooleanField())


def begins(day: date) -> datetime:
    """The first moment of a civil day in Asia/Shanghai."""
    return datetime.combine(day, time(), clock.SHANGHAI)
