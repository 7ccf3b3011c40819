"""The file as it stands: values by group, as text for screens and comparisons."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.children import masks
from hutong.children.groups import AID, GROUPS, PHONES, Group
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling
from hutong.ground import clock, query
from hutong.ground.sealing import SealedTextField

Values = dict[str, Any]


@dataclass
class File:
    """One child with all that belongs to it today."""

    child: Child
    relatives: list[Relative] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    schooling: Schooling | None = None
    aids: list[AidReceived] = field(default_factory=list)

    def row(self, group: Group) -> Any:
        """The row that a group shows today, or None."""
        if group.model is Child:
            return self.child
        if group.model is Schooling:
            return self.schooling
        return next((r for r in self.relatives if r.kind == group.kind), None)

    def values(self, group: Group, *, full: bool = False) -> Values:
        """The group's values as JSON; sealed columns masked unless full, nothing collected as None."""
        row = self.row(group)
        return {name: _shown(row, group.column(name), full) if row else None for name in group.fields}


def files(
    grant: Grant, children: Iterable[Child], on: date | None = None, *, brief: bool = False
) -> dict[uuid.UUID, File]:
    """Files of children already fetched in scope; one round to the database whatever their number.

    brief: for lists, with relatives and categories only.
    """
    children = list(children)
    return assembled(children, query.together(*parts(grant, children, on, brief=brief)))


def assembled(children: Iterable[Child], rows: Sequence[Sequence[Any]]) -> dict[uuid.UUID, File]:
    """Files out of the rows of their `parts`."""
    found = {child.pk: File(child) for child in children}
    relatives, categories, schoolings, aids = (*rows, (), ())[:4]
    for relative in relatives:
        found[relative.child_id].relatives.append(relative)
    for category in categories:
        found[category.child_id].categories.append(category)
    for schooling in schoolings:
        found[schooling.child_id].schooling = schooling
    for aid in aids:
        found[aid.child_id].aids.append(aid)
    return found


def parts(
    grant: Grant, children: Sequence[Child], on: date | None = None, *, brief: bool = False
) -> list[QuerySet[Any]]:
    """What files are made of, for those who ask the database for more in the same round."""
    ids, on = [child.pk for child in children], on or clock.today()
    inside = {"child_id__in": ids, "period__contains": on}
    relatives = Relative.objects.within(grant).filter(**inside).order_by("-period")
    categories = Category.objects.within(grant).filter(**inside).order_by("period", "key")
    if brief:
        return [relatives, categories]
    return [
        relatives,
        categories,
        *(model.objects.within(grant).filter(**inside) for model in (Schooling, AidReceived)),
    ]


def file(grant: Grant, child: Child) -> File:
    """The file of one child."""
    return files(grant, [child])[child.pk]


def everything(file: File) -> dict[str, Values]:
    """All groups' values, the aid list included."""
    return {group.key: file.values(group) for group in GROUPS} | {AID: {"kinds": sorted(aid.kind for aid in file.aids)}}


def _shown(row: Any, column: Any, full: bool = False) -> Any:
    if isinstance(column, SealedTextField):
        plain = column.open(row)
        if full:
            return plain or None
        return (masks.phone(plain) if column.name in PHONES else masks.number(plain)) or None
    value = getattr(row, column.attname)
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
