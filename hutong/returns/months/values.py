"""A file as the month keeps it: normal strings by ledger field, sealed; and what two of them say differently."""

import json
import uuid
import zlib
from functools import cache
from typing import Any

from hutong.children import masks
from hutong.children.groups import BY_KEY
from hutong.children.read import File
from hutong.children.values.vocabulary import label, words
from hutong.ground.sealing import open_bytes, seal_bytes, token
from hutong.ledgers.intake.mapping import target, values
from hutong.ledgers.reading.answer import shown
from hutong.returns.models import MonthRow
from hutong.returns.out.values import KEPT_SECRET

Values = dict[str, str]
NUMBERS = ("id_number", "disability_card")


def of(file: File) -> Values:
    """What is known of a file. Where nobody is guardian beside the carer, the carer stands as the ledger's 监护人 only."""
    known = {field: text for field, text in values(file).items() if text}
    # The order in which categories were decided is no value.
    if held := known.get("categories"):
        known["categories"] = ",".join(sorted(held.split(",")))
    alone = file.row(BY_KEY["guardian"]) is None
    return {field: text for field, text in known.items() if not (alone and field.startswith("carer_"))}


def digest(known: Values, more: tuple[Any, ...]) -> bytes:
    """Equal for equal values; keyed, since few values would be guessed from a plain hash."""
    return token(json.dumps([known, more], ensure_ascii=False, sort_keys=True, default=str))


def sealed(key: uuid.UUID, known: Values) -> bytes:
    """The values as kept in the row of this key."""
    return seal_bytes(zlib.compress(json.dumps(known, ensure_ascii=False).encode(), 1), _bound(key))


def unsealed(row: MonthRow) -> Values:
    """The values that a row keeps."""
    return json.loads(zlib.decompress(open_bytes(row.data, _bound(row.pk))))


def changes(old: Values, new: Values, *, secret: bool) -> list[dict[str, str | None]]:
    """[{label, old, new}] in the ledger's words, numbers masked. secret: where the child lives is not told."""
    fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
    return [
        {
            "label": called(field),
            "old": _text(field, old.get(field), secret),
            "new": _text(field, new.get(field), secret),
        }
        for field in sorted(fields, key=_order)
    ]


@cache
def called(field: str) -> str:
    """The field as the ledger names it; one that ledgers lack as the file does."""
    if field in words().columns:
        return label(field)
    group, name = _column(field)
    return f"{BY_KEY[group].title}{BY_KEY[group].column(name).verbose_name}"


@cache
def _order(field: str) -> tuple[int, str]:
    known = list(words().columns)
    return (known.index(field) if field in known else len(known), field)


def _text(field: str, value: str | None, secret: bool) -> str | None:
    if value is None:
        return None
    if secret and (field in KEPT_SECRET or field.endswith(("phone", "_address", "workplace", "location"))):
        return "（地址保密）"
    if field.endswith(NUMBERS):
        return masks.number(value)
    if field.endswith("phone"):
        return masks.phone(value)
    told = shown(field, value) or value
    return dict(_choices(field)).get(value, told) if told == value else told


@cache
def _choices(field: str) -> tuple[tuple[str, str], ...]:
    if field == "categories" or field == "aid":
        return ()
    group, name = _column(field)
    column = BY_KEY[group].column(name)
    yes_no = (("yes", "是"), ("no", "否"))
    return tuple((str(key), str(text)) for key, text in column.choices or ()) or (yes_no if name == "boarding" else ())


def _column(field: str) -> tuple[str, str]:
    # The ledger's 监护人 is the carer where there is no other.
    return target(field, separate=True)


def _bound(key: uuid.UUID) -> str:
    return f"returns_monthrow.data.{key}"
