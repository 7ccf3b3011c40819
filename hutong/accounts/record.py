"""What this app keeps about children, and where it goes."""

from hutong.accounts.models import Share
from hutong.records.declared import Follows, Record, nowhere

RECORDS = (Record(model=Share, title="共享", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),)
