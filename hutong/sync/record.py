"""What this app keeps about children, and where it goes."""

from hutong.records.declared import Follows, Record, nowhere
from hutong.sync.models import Arriving, Conflict, Operation, Quarantined

RECORDS = (
    Record(
        model=Arriving, title="上传中的附件", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)
    ),
    Record(model=Conflict, title="两处改动", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
    # It waits where its sender stands, whatever becomes of the child that it names.
    Record(
        model=Quarantined,
        title="待处理的手机上传",
        child="about",
        goes=nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS),
    ),
    Record(model=Operation, title="手机上传", goes=nowhere(erasure=False, move=Follows.STAYS, merge=Follows.STAYS)),
)
