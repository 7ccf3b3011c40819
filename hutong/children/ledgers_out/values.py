"""A child's ledger values by field, with the words that our own intake reads back (one vocabulary in and out)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from hutong.children import masks
from hutong.children.age import age
from hutong.children.groups import BY_KEY
from hutong.children.intake.mapping import plain_text, where
from hutong.children.ledger.answer import has_words, shown
from hutong.children.models import Child, Schooling
from hutong.children.models.choices import IdKind, Risk
from hutong.children.read import File
from hutong.places.codes import Level, at_level

ID_KINDS, RISKS = dict(IdKind.choices), dict(Risk.choices)
NUMBERS = ("id_number", "disability_card")
# What must not reach the person protected against (children/protecting.py): papers leave it out, ledgers too.
KEPT_SECRET = frozenset({"address", "school", "phone", "hukou_place"})


def ledger(
    file: File, fields: tuple[str, ...], names: Mapping[int, str], on: date, *, secret: bool = False
) -> dict[str, Any]:
    """{field: text as written in a ledger}, numbers in full. names: of the village and the township.

    secret: the child's address is protected; address, school and phones are left out.
    """
    # The newest of a kind comes first.
    people = {str(row.kind): row for row in reversed(file.relatives)}
    steps = _steps(fields, "guardian" in people)
    found = {field: step(file, people, names, on) for field, step in steps}
    return {field: None if _tells(field) else text for field, text in found.items()} if secret else found


Step = Callable[[File, Mapping[str, Any], Mapping[int, str], date], Any]


@lru_cache(100)
def _steps(fields: tuple[str, ...], apart: bool) -> tuple[tuple[str, Step], ...]:
    """How each field is read; worked out once for all children that have, or lack, a guardian beside the carer."""
    return tuple((field, _step(field, apart)) for field in fields)


def _step(field: str, apart: bool) -> Step:
    if field in OWN:
        own = OWN[field]
        return lambda file, people, names, on: own(file.child, names, on)
    if field == "categories":
        return lambda file, people, names, on: _shown(field, ",".join(c.key for c in file.categories) or None)
    if field == "aid":
        return lambda file, people, names, on: _shown(field, ",".join(sorted(a.kind for a in file.aids)) or None)
    at = where(field, apart)
    if at is None:
        return lambda file, people, names, on: None
    key, name, sealed = at
    told = _shown if has_words(field) else _as_it_is
    group = BY_KEY[key]
    if group.model is Child:
        return lambda file, people, names, on: told(field, plain_text(file.child, name, sealed))
    if group.model is Schooling:
        return lambda file, people, names, on: told(field, plain_text(file.schooling, name, sealed))
    kind = str(group.kind)
    return lambda file, people, names, on: told(field, plain_text(people.get(kind), name, sealed))


def _as_it_is(field: str, value: str | None) -> str | None:
    return value


# Few values, asked for a million times.
_shown = lru_cache(10_000)(shown)


def masked(field: str, text: Any) -> Any:
    """The text with a number masked."""
    if not isinstance(text, str):
        return text
    if field.endswith(NUMBERS):
        return masks.number(text)
    return masks.phone(text) if field.endswith("phone") else text


def _tells(field: str) -> bool:
    return field in KEPT_SECRET or field.endswith(("phone", "_address"))


# What a file is said to be beside its fields.
OWN: dict[str, Callable[[Any, Mapping[int, str], date], Any]] = {
    "serial": lambda child, names, on: None,
    "number": lambda child, names, on: child.number,
    "village": lambda child, names, on: names.get(child.place, str(child.place)),
    "township": lambda child, names, on: names.get(at_level(child.place, Level.TOWNSHIP), ""),
    "county": lambda child, names, on: names.get(at_level(child.place, Level.COUNTY), ""),
    "id_type": lambda child, names, on: ID_KINDS[child.id_kind],
    "age_now": lambda child, names, on: age(child.birth_date, on),
    "registered": lambda child, names, on: child.registered_on.isoformat(),
    "risk": lambda child, names, on: RISKS.get(child.risk, ""),
    "state": lambda child, names, on: "在册" if child.exited_on is None else "已退出",
}
