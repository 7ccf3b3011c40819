"""What this app keeps about children, and where it goes. It says what happened where: it stays there."""

from hutong.journal.models import Entry, View
from hutong.records.declared import Follows, Record, nowhere

STAYS = nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)
RECORDS = (
    Record(model=Entry, title="办理历史", goes=STAYS),
    Record(model=View, title="查看记录", goes=STAYS),
)
