"""What is sent twice is kept once: whoever makes a record gives it its id."""

import uuid
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.ground.refusal import Refused

TAKEN = "这条记录的编号已经用过，请刷新页面后重新填写。"


def sent_before(grant: Grant, model: Any, key: uuid.UUID, child: Child) -> Any:
    """The child's record of this id, if it was sent before. Raises Refused where another one has the id."""
    if known := model.objects.within(grant).filter(pk=key, child=child).first():
        return known
    if plain(model).filter(pk=key).exists():
        raise Refused(TAKEN, "taken")
    return None
