"""What this app keeps about children, and where it goes."""

from hutong.ledgers.models import LedgerRow
from hutong.records.declared import Follows, Record, nowhere

RECORDS = (
    Record(model=LedgerRow, title="台账行", goes=nowhere(erasure=False, move=Follows.STAYS, merge=Follows.STAYS)),
)
