"""How often something was done: one row a name, one atomic statement a try, so that many at once are counted one by one."""

from contextlib import nullcontext
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from psycopg.errors import DiskFull

from hutong.accounts.models import Counted
from hutong.ground import clock, query
from hutong.ground.sealing import token

TAKE = """
INSERT INTO accounts_counted AS c (name, times, until) VALUES (%(name)s, 1, %(until)s)
ON CONFLICT (name) DO UPDATE SET times = CASE WHEN c.until > %(now)s THEN c.times + 1 ELSE 1 END,
                                 until = CASE WHEN c.until > %(now)s THEN c.until ELSE excluded.until END
RETURNING times
"""


def take(name: str, who: str, minutes: int) -> int:
    """Count one more of a limit for somebody; gives how many it makes within the minutes since the first.

    Where nothing can be written, for the disk is full, that is not the caller's doing (0): what follows says so."""
    now = clock.now()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            values = {"name": _name(name, who), "now": now, "until": now + timedelta(minutes=minutes)}
            [[times]] = query.rows(TAKE, values)
    except OperationalError as error:
        if not isinstance(error.__cause__, DiskFull):
            raise
        return 0
    return times


def so_far(name: str, who: str) -> int:
    """How many there are, without one more."""
    row = Counted.objects.filter(name=_name(name, who), until__gt=clock.now()).first()
    return row.times if row else 0


def forget(name: str, who: str) -> None:
    """Begin anew."""
    Counted.objects.filter(name=_name(name, who)).delete()


def _name(name: str, who: str) -> str:
    # Under the key: there are so few addresses that a bare hash of one is the address.
    return f"{name}:{token(who.encode(errors='replace').decode()).hex()}"
