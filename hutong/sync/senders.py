"""Which urgent reports came from one sender who is not known: an address as a keyed hash, apart from what was said.

Its key is the deployment's and today's salt together. The salt is drawn by chance and overwritten the next day, so that
afterwards nobody, with every key and every backup in hand, can try addresses out. Neither table is in the database's log.
"""

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.sessions import network_of
from hutong.ground import clock, query, sealing
from hutong.sync.models import UrgentReport, UrgentSender

KEPT_DAYS = 30
SALT = """
INSERT INTO sync_sendersalt AS s (id, day, salt) VALUES (1, %(today)s, %(drawn)s)
ON CONFLICT (id) DO UPDATE SET day = excluded.day, salt = excluded.salt WHERE s.day <> excluded.day
"""


def of_address(address: str) -> str:
    """The sender behind an address, the same all day and never again; nothing else of an address may be kept or logged.

    Of IPv6 the line, which has addresses without end: each would be a sender of its own."""
    if not (found := _salt()):
        query.run(SALT, {"today": clock.today(), "drawn": secrets.token_hex(32)})
        found = _salt()
    key = sealing.token(f"urgent sender {found[0]}")
    return hmac.new(key, network_of(address).encode(errors="replace"), hashlib.sha256).hexdigest()[:32]


def _salt() -> list[str]:
    return [salt for [salt] in query.rows("SELECT salt FROM sync_sendersalt WHERE day = %s", [clock.today()])]


def keep(report: uuid.UUID, place: int, sender: str) -> None:
    """Remember whose report it is, for those who answer them."""
    UrgentSender(report=report, place=place, sender=sender).save(force_insert=True)


def marked(grant: Grant, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Reports with `sender`: the hash, or the report's own id where none is kept any more."""
    kept = UrgentSender.objects.within(grant).filter(report=OuterRef("pk")).values("sender")
    return rows.annotate(sender=Coalesce(Subquery(kept), Cast("pk", CharField())))


def waiting(grant: Grant) -> QuerySet[Any]:
    """Reports of senders who are not known that nobody took up, each with its `sender`."""
    return marked(grant, UrgentReport.objects.within(grant).filter(trusted=False, acknowledged_at=None))


def grouped(grant: Grant) -> Any:
    """Those by sender: how many, the first and the last."""
    times = {"count": Count("pk"), "first_at": Min("received_at"), "last_at": Max("received_at")}
    return waiting(grant).order_by().values("sender").annotate(**times)


def sweep(grant: Grant) -> int:
    """Forget, at night, the salt of another day, and who sent what was taken up or is old; gives how many."""
    query.run("DELETE FROM sync_sendersalt WHERE day <> %s", [clock.today()])
    recent = clock.now() - timedelta(days=KEPT_DAYS)
    waits = plain(UrgentReport).filter(acknowledged_at=None, received_at__gte=recent)
    return UrgentSender.objects.within(grant).exclude(report__in=waits.values("pk")).delete()[0]
