"""What this app keeps about children, and where it goes: a closed month stays as it was."""

from hutong.records.declared import Follows, Record, nowhere
from hutong.returns.models import Explained, MonthRow

RECORDS = (
    Record(model=MonthRow, title="月末台账", goes=nowhere(erasure=False, move=Follows.STAYS, merge=Follows.STAYS)),
    Record(
        model=Explained, title="台账异常说明", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)
    ),
)
