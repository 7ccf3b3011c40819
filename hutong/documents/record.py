"""What this app keeps about children, and where it goes."""

from hutong.documents.models import Attachment, Notice, Paper, Signature
from hutong.records.declared import Follows, Record, nowhere

RECORDS = (
    Record(model=Attachment, title="附件", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
    Record(model=Signature, title="签字", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
    Record(model=Notice, title="送达", goes=nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)),
    Record(model=Paper, title="出具的文书", goes=nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)),
)
