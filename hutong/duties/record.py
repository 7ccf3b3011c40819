"""What this app keeps about children, and where it goes: what is owed goes along, what was done stays (transfers/moves/carry.py)."""

from hutong.duties.models import Duty, Waiver
from hutong.records.declared import Follows, Record, nowhere

RECORDS = (
    Record(model=Duty, title="职责", goes=nowhere(erasure=False, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
    Record(model=Waiver, title="豁免", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
)
