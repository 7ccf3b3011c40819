"""How much a phone may still hand in that reads nothing any more: enough for what a person had not sent, too little to bury a township.

Beyond it nothing is dropped: the phone keeps the rest, and sends it once the office lets it in again.
"""

from datetime import datetime, timedelta

from django.db.models import Sum

from hutong.accounts.managers import plain
from hutong.ground import clock, figures
from hutong.sync.models import Arriving, Operation, Session
from hutong.sync.sender import Sender

FILE = "phone-limits.csv"
KEPT_THERE = "这部手机停用后交来的已满，其余的留在手机里，不会丢。请联系乡镇儿童督导员恢复使用。"


def full(sender: Sender) -> bool:
    """Whether no more operations are taken from a sender; always False from one that may read."""
    if sender.grant:
        return False
    most, since = _limit(sender, "quarantine_operations")
    mine = plain(Operation).filter(device=sender.device, status="quarantined", received_at__gte=since)
    return mine.count() >= most


def too_much(sender: Sender, size: int) -> bool:
    """Whether a file of so many bytes goes beyond what is taken from a sender; always False from one that may read."""
    if sender.grant:
        return False
    most, since = _limit(sender, "quarantine_megabytes")
    mine = plain(Arriving).filter(device=sender.device, begun_at__gte=since)
    return (mine.aggregate(sum=Sum("size"))["sum"] or 0) + size > most * 1024 * 1024


def _limit(sender: Sender, rule: str) -> tuple[int, datetime]:
    """The figure of a rule and since when is counted; until this commits nobody else counts for the same phone."""
    plain(Session).select_for_update().get(pk=sender.device)
    dated = figures.of(FILE, clock.today())
    return dated[rule], clock.now() - timedelta(days=dated["quarantine_days"])
