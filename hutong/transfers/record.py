"""What this app keeps about children, and where it goes: it says from where to where, and stays."""

from hutong.records.declared import Follows, Record, nowhere
from hutong.transfers.models import Move, PacketIn, PacketOut, Placing

STAYS = nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)
RECORDS = (
    Record(model=Move, title="跨地移交", goes=STAYS),
    Record(model=PacketOut, title="转出数据包", goes=STAYS),
    Record(model=PacketIn, title="转入数据包", goes=STAYS),
    Record(model=Placing, title="划分归属", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
)
