"""Values of the file as a paper says them."""

from typing import Any

from django.db import models

from hutong.children.groups import Group
from hutong.children.models.choices import AidKind
from hutong.children.read import File

# label, value, whether it takes the whole line
Row = tuple[str, str, bool]
LONG, LONG_COLUMN = 15, 200


def group_rows(file: File, group: Group, fields: tuple[str, ...], *, full: bool = False) -> list[Row]:
    """Some fields of a group, in the group's order; numbers masked unless full."""
    values = file.values(group, full=full)
    return [_row(group.column(name), values[name]) for name in group.fields if name in fields]


def aid_row(file: File) -> Row:
    """What the family receives, on one line."""
    kinds = "、".join(AidKind(aid.kind).label for aid in sorted(file.aids, key=lambda aid: aid.kind))
    return "救助和福利", kinds or "未登记", True


def _row(column: Any, value: Any) -> Row:
    text = _text(column, value)
    long = isinstance(column, models.CharField) and not column.choices and (column.max_length or 0) >= LONG_COLUMN
    return str(column.verbose_name), text, long or len(text) > LONG


def _text(column: Any, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    # The Song face draws the dot of the screens' masks too small.
    return str(dict(column.flatchoices).get(value, value)).replace("•", "*")
