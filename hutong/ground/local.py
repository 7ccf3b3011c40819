"""PostgreSQL settings of one transaction (SET LOCAL), put back by whoever changed them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connections
from psycopg import sql
from psycopg.pq import TransactionStatus

from hutong.ground import query

SET = "set_config(%s, %s, true)"
TELL_AND_SET = "current_setting(%s, true), set_config(%s, %s, true)"


def set_local(settings: Mapping[str, str]) -> None:
    """Set each name to its value for the rest of this transaction."""
    query.rows(_each(SET, settings), [part for pair in settings.items() for part in pair])


@contextmanager
def changed(settings: Mapping[str, str], using: str = "default") -> Iterator[None]:
    """The settings as said, and afterwards as before, however the block ends; what was never set is then empty.

    Where PostgreSQL takes no more statements the rollback that must follow puts them back."""
    values = [part for name, value in settings.items() for part in (name, name, value)]
    [told] = query.rows(_each(TELL_AND_SET, settings), values, using)
    before = dict(zip(settings, (value or "" for value in told[::2]), strict=True))
    try:
        yield
    finally:
        _put_back(before, using)


def _put_back(before: Mapping[str, str], using: str) -> None:
    # By psycopg itself: Django asks nothing between an error and the rollback, and somebody may undo that it must follow.
    beneath = connections[using].connection
    if beneath is None or beneath.info.transaction_status != TransactionStatus.INTRANS:
        return
    beneath.execute(_each(SET, before), [part for pair in before.items() for part in pair])


def _each(call: str, settings: Mapping[str, str]) -> sql.Composed:
    return query.composed("SELECT {calls}", calls=query.joined([call] * len(settings)))
