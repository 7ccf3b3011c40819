"""A child as the lists of records point to it, and a page of such a list."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.children.age import age
from hutong.children.models import Child
from hutong.ground import clock
from hutong.places import refs as places
from hutong.places.schemas import Inner, PlaceRef


class ChildRef(Inner):
    """Whom a record is about; risk: empty where nobody judged it."""

    id: uuid.UUID
    name: str
    age: int
    risk: str
    place: PlaceRef


def refs(rows: QuerySet[Child], keys: Collection[uuid.UUID]) -> dict[uuid.UUID, ChildRef]:
    """Some children by id; whoever is not among `rows`, children in scope, is left out."""
    today, found = clock.today(), list(rows.filter(pk__in=keys))
    named = places.refs({row.place for row in found})
    return {
        row.pk: ChildRef(
            id=row.pk, name=row.name, age=age(row.birth_date, today), risk=row.risk, place=named[row.place]
        )
        for row in found
    }


def listed(
    grant: Grant,
    rows: Any,
    order: Sequence[str],
    after: str | None,
    row: Callable[[Any, ChildRef], Any],
    of: QuerySet[Child] | None = None,
) -> dict[str, Any]:
    """A page of records. rows: within the grant; row: one row of it, made of a record and its child; of: the children whose
    records are shown, else all in scope."""
    children = Child.objects.within(grant) if of is None else of
    found, foot = positions.listed(rows.filter(child__in=children), order, after)
    shown = refs(children, {one.child_id for one in found})
    return {"items": [row(one, shown[one.child_id]) for one in found], **foot}
