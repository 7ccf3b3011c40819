"""A child's ledger values by field, with the words that our own intake reads back (one vocabulary in and out)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hutong.children import masks
from hutong.children.age import age
from hutong.children.intake.mapping import values
from hutong.children.ledger.answer import shown
from hutong.children.models.choices import IdKind, Risk
from hutong.children.read import File
from hutong.places.codes import Level, at_level

NUMBERS = ("id_number", "disability_card")
# What must not reach the person protected against (children/protecting.py): papers leave it out, ledgers too.
KEPT_SECRET = frozenset({"address", "school", "phone", "hukou_place"})


def ledger(
    file: File, fields: Iterable[str], names: Mapping[int, str], on: date, *, secret: bool = False
) -> dict[str, Any]:
    """{field: text as written in a ledger}, numbers in full. names: of the village and the township.

    secret: the child's address is protected; address, school and phones are left out.
    """
    known, own = values(file), _own(file, names, on)
    found = {field: own[field] if field in own else shown(field, known.get(field)) for field in fields}
    return {field: None if secret and _tells(field) else text for field, text in found.items()}


def masked(field: str, text: Any) -> Any:
    """The text with a number masked."""
    if not isinstance(text, str):
        return text
    if field.endswith(NUMBERS):
        return masks.number(text)
    return masks.phone(text) if field.endswith("phone") else text


def _tells(field: str) -> bool:
    return field in KEPT_SECRET or field.endswith(("phone", "_address"))


def _own(file: File, names: Mapping[int, str], on: date) -> dict[str, Any]:
    child = file.child
    return {
        "serial": None,
        "number": child.number,
        "village": names.get(child.place, str(child.place)),
        "township": names.get(at_level(child.place, Level.TOWNSHIP), ""),
        "county": names.get(at_level(child.place, Level.COUNTY), ""),
        "id_type": IdKind(child.id_kind).label,
        "age_now": age(child.birth_date, on),
        "registered": child.registered_on.isoformat(),
        "risk": Risk(child.risk).label if child.risk else "",
        "state": "在册" if child.active else "已退出",
    }
