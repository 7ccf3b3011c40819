"""Who looked at one child, for the officer responsible: civil affairs of the child's county and above."""

import uuid
from collections.abc import Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Person
from hutong.accounts.permissions import Role
from hutong.desk import paging
from hutong.journal.models import View
from hutong.places import refs as named

KINDS = {key: str(label) for key, label in View._meta.get_field("kind").choices}  # type: ignore[attr-defined]  # django-types knows no choices


def page(grant: Grant, child: uuid.UUID, after: str | None, limit: int = 30) -> dict[str, Any]:
    """ChildLooks (schemas.py), the newest first. Openings of sealed matters are not in it."""
    rows = View.objects.within(grant).filter(child=child).exclude(kind="sealed")
    found, following = paging.page(rows, "-at", after, limit)
    return {"items": shown(found), "total": rows.count(), "next": following}


def shown(found: Sequence[View]) -> list[dict[str, Any]]:
    """LookOut of each: who, in which post, why."""
    people = Person.objects.in_bulk({look.person for look in found})
    offices = plain(Organisation).in_bulk({look.organisation for look in found if look.organisation})
    places = named.names({look.from_place for look in found if look.from_place})
    return [_row(look, people.get(look.person), offices.get(look.organisation), places) for look in found]


def _row(look: View, person: Person | None, office: Organisation | None, places: dict[int, str]) -> dict[str, Any]:
    plain = {name: getattr(look, name) for name in ("id", "at", "kind", "purpose")}
    return (
        plain
        | ({"purpose": "（已依法删除）"} if look.erased else {})
        | {
            "person": person.name if person else "",
            "staff_number": person.staff_number if person else "",
            "role": Role(look.role).label if look.role else "",
            "unit": office.name if office else places.get(look.from_place or 0, ""),
            "kind_label": KINDS.get(look.kind, look.kind),
        }
    )
