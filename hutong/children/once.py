"""What is sent twice is kept once: whoever makes a record gives it its id."""

import uuid
from collections.abc import Mapping
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.ground.refusal import Refused

TAKEN = "这条记录的编号已经用过，请刷新页面后重新填写。"
OTHER = "这条记录已经收过一次，这次的内容和收下的不一样，没有再收。要补充的，请作为新的一条再记。"


def sent_before(grant: Grant, model: Any, key: uuid.UUID, child: Child, told: Any) -> Any:
    """The child's record of this id, if it was sent before. told: the made dataclass that was sent now. Raises Refused where
    another one has the id, and where the same one was sent with other content: that is in no record, and is not lost silently."""
    if known := model.objects.within(grant).filter(pk=key, child=child).first():
        same(known, vars(told))
        return known
    if plain(model).filter(pk=key).exists():
        raise Refused(TAKEN, "taken")
    return None


def same(known: Any, told: Mapping[str, Any]) -> None:
    """Raise Refused unless a record holds what was told again, in every column of that name."""
    columns = {field.name for field in known._meta.concrete_fields}
    if any(getattr(known, name) != value for name, value in told.items() if name in columns):
        raise Refused([("id", OTHER)])
