"""What of a child's ledger values is masked, and what must not be told at all."""

from typing import Any

from hutong.children import masks

NUMBERS = ("id_number", "disability_card")
# What must not reach the person protected against (children/protecting/reading.py): papers leave it out, ledgers too.
KEPT_SECRET = frozenset({"address", "school", "phone", "hukou_place"})


def masked(field: str, text: Any) -> Any:
    """The text with a number masked."""
    if not isinstance(text, str):
        return text
    if field.endswith(NUMBERS):
        return masks.number(text)
    return masks.phone(text) if field.endswith("phone") else text


def secret(field: str) -> bool:
    """Whether a field is left out where a child's address is protected."""
    return field in KEPT_SECRET or field.endswith(("phone", "_address"))
