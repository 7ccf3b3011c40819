"""The file itself: each of its tables, and where it goes."""

from typing import Any

from hutong.children.models import (
    AddressProtection,
    AidReceived,
    Alias,
    Category,
    Child,
    Relative,
    SampleItem,
    Schooling,
    SealedFact,
    SealedToken,
    Token,
)  # fmt: skip
from hutong.children.reviews.record import SENT_BACK
from hutong.records.declared import AS_CHANGES, Follows, Goes, Packet, Record, nowhere


def _goes(packet: Packet | None, doubles: str | None, *, exchange: bool) -> Goes:
    """A fact of the file: told as what changed, whole on the phone; the paper has its groups by themselves."""
    return Goes(timeline=AS_CHANGES, paper=None, phone="child", packet=packet, doubles=doubles, exchange=exchange,
                erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)  # fmt: skip


BESIDE = nowhere(erasure=False, move=Follows.TRAVELS, merge=Follows.TRAVELS)
# Of which there is a table in a packet, and a count where two files are compared.
FACTS: tuple[tuple[Any, str, Packet | None, str | None, bool], ...] = (
    (Relative, "家庭成员", Packet("relatives"), "历次照护人和监护人", True),
    (Category, "类别", Packet("categories"), "认定过的类别", True),
    (Schooling, "就学", Packet("schooling"), "就学记录", True),
    (AidReceived, "救助和福利", Packet("aids"), "救助福利", True),
    (AddressProtection, "地址保密", Packet("address_protections"), None, False),
)
RECORDS = (
    Record(model=Child, title="档案", child="id", says=(SENT_BACK,), goes=_goes(None, None, exchange=True)),
    *(
        Record(model=model, title=title, goes=_goes(packet, doubles, exchange=exchange))
        for model, title, packet, doubles, exchange in FACTS
    ),
    Record(model=Alias, title="原编号", goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
    Record(model=Token, title="检索", goes=BESIDE),
    Record(model=SealedToken, title="密封检索", goes=BESIDE),
    # It says what was found where it was drawn.
    Record(model=SampleItem, title="抽查", goes=nowhere(erasure=True, move=Follows.STAYS, merge=Follows.STAYS)),
    # Its entries name the child by its link, which erasing knows; the packet has a part for those who may read it.
    Record(model=SealedFact, title="密封事项",
           goes=nowhere(erasure=True, move=Follows.TRAVELS, merge=Follows.TRAVELS)),
)  # fmt: skip
