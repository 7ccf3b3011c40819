"""The child's page: the file as the screen wants it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import Role
from hutong.children import masks, read
from hutong.children.age import age
from hutong.children.groups import AID, AID_TITLE, BY_KEY, GROUPS, aid_form, form
from hutong.children.models import AddressProtection, Category, Child, SealedFact
from hutong.children.models.choices import CategoryKey, ExitReason, Relation, SealedKind
from hutong.children.models.protection import Against
from hutong.children.protecting import reading as protecting
from hutong.ground import clock, query
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.places.codes import ancestors


def child_file(grant: Grant, child: Child) -> dict[str, Any]:
    """ChildFile (schemas.py) of a child fetched in scope; one round to the database."""
    *rows, units, people, kept = query.together(
        *read.parts(grant, [child]),
        named.rows([*ancestors(child.place), child.place]),
        _directing(child.place),
        protecting.holding(grant, child),
    )
    file = read.assembled([child], rows)[child.pk]
    values, path = read.everything(file), named.way(units)
    plain = ("id", "rev", "number", "name", "sex", "birth_date", "registered_on", "confirmed_on")
    return {name: getattr(child, name) for name in plain} | {
        "age": age(child.birth_date, clock.today()),
        "place": path[-1],
        "path": "".join(ref.name for ref in path[2:]),
        "state": "active" if child.active else "exited",
        "exit": exit_of(child),
        "risk": child.risk or None,
        "categories": [category(row) for row in file.categories],
        "directors": _called(people),
        "carer": _carer(file),
        "address_kept_from": [protected_from(row) for row in kept],
        "groups": [_group(key, values) for key in [*BY_KEY, AID]],
    }


def empty_groups() -> list[dict[str, Any]]:
    """The groups of a file not yet begun, for the form of a new child."""
    return [_group(key, {}) for key in [*(group.key for group in GROUPS), AID]]


def category(row: Category) -> dict[str, Any]:
    """CategoryOut of one row."""
    plain = {name: getattr(row, name) for name in ("id", "key", "basis", "evidence", "decided_by")}
    return plain | {"label": CategoryKey(row.key).label, "since": row.period.lower, "until": row.period.upper}


def directors(place: int) -> list[dict[str, str]]:
    """Who holds the director's post of a village today, with phone: whom a colleague would call."""
    return _called(_directing(place))


def _directing(place: int) -> QuerySet[Person]:
    held = plain(Post).filter(place=place, role=Role.CHILD_DIRECTOR, period__contains=clock.today())
    return Person.objects.filter(posts__in=held).order_by("name")


def _called(people: Iterable[Person]) -> list[dict[str, str]]:
    return [{"name": person.name, "phone": _phone(person)} for person in people]


def protected_from(row: AddressProtection) -> str:
    """Against whom an address is kept, in two words."""
    return " ".join(part for part in (Against(row.against).label, row.against_name) if part)


def sealed_facts(grant: Grant, child: Child) -> dict[str, Any]:
    """SealedList of a child; only a grant with SEALED gets rows out of the database."""
    rows = SealedFact.objects.within(grant).filter(child=child.pk).order_by("id")
    items = [
        {
            "id": row.pk,
            "kind": unsealed(row, "kind"),
            "label": SealedKind(unsealed(row, "kind")).label,
            "detail": unsealed(row, "detail") or "",
            "since": unsealed(row, "since"),
        }
        for row in rows
    ]
    return {"items": items, "kinds": dict(SealedKind.choices)}


def _phone(person: Person) -> str:
    return unsealed(person, "phone") or ""


def _group(key: str, values: dict[str, Any]) -> dict[str, Any]:
    if key == AID:
        return {"key": key, "title": AID_TITLE, "form": aid_form(), "values": values.get(key, {"kinds": []})}
    group = BY_KEY[key]
    return {"key": key, "title": group.title, "form": form(group), "values": values.get(key, {})}


def exit_of(child: Child) -> dict[str, Any] | None:
    """ExitOut of a child that left, else None."""
    if child.active:
        return None
    return {"reason": ExitReason(child.exit_reason).label, "on": child.exited_on, "note": child.exit_note}


def _carer(file: read.File) -> dict[str, str] | None:
    row = file.row(BY_KEY["carer"])
    if row is None or not row.name:
        return None
    phone = unsealed(row, "phone")
    relation = Relation(row.relation).label if row.relation else ""
    return {"name": row.name, "relation": relation, "phone_masked": masks.phone(phone)}
