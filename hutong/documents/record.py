"""What this app keeps about children, and where it goes."""

from hutong.documents.models import Paper
from hutong.records.declared import Follows, Record, nowhere

RECORDS = (
    Record(model=Paper, title="出具的文书", goes=nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)),
)
