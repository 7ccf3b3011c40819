"""PostgreSQL settings of one transaction (SET LOCAL), put back by whoever changed them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connections
from psycopg.pq import TransactionStatus

from hutong.ground import query


def set_local(settings: Mapping[str, str]) -> None:
    """Set each name to its value for the rest of this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    query.rows(f"SELECT {calls}", [part for pair in settings.items() for part in pair])


@contextmanager
def changed(settings: Mapping[str, str], using: str = "default") -> Iterator[None]:
    """The settings as said, and afterwards as before, however the block ends; what was never set is then empty.

    Where PostgreSQL takes no more statements the rollback that must follow puts them back."""
    calls = ", ".join(["current_setting(%s, true), set_config(%s, %s, true)"] * len(settings))
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for name, value in settings.items() for part in (name, name, value)])
        [told] = cursor.fetchall()
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
    calls = ", ".join(["set_config(%s, %s, true)"] * len(before))
    beneath.execute(f"SELECT {calls}", [part for pair in before.items() for part in pair])
