"""The register as lists show it."""

from collections import Counter
from typing import Any

from django.db.models import Q, QuerySet

from hutong.accounts import phones, positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Post
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.places.codes import ancestors

Kind = Organisation.Kind


def listing(grant: Grant, kind: str, q: str, after: str | None, *, closed: bool, above: bool) -> dict[str, Any]:
    """Organisations (schemas.py) of a jurisdiction; above: those that stand over it too, for choosing one."""
    rows = _around(grant) if above else Organisation.objects.within(grant)
    rows = rows.exclude(kind=Kind.UNIT).filter(closed_on__isnull=not closed)
    if kind:
        rows = rows.filter(kind=kind)
    if q.strip():
        rows = rows.filter(Q(name__contains=q.strip()) | Q(contact__startswith=q.strip()))
    found, foot = positions.listed(rows, ("place", "kind", "name", "id"), after)
    return {"items": of(grant, found), **foot}


def of(grant: Grant, rows: list[Organisation]) -> list[dict[str, Any]]:
    """OrganisationOut of each."""
    held = Post.objects.within(grant).filter(organisation__in=rows, period__contains=clock.today())
    posts = Counter(held.values_list("organisation", flat=True))
    refs = named.refs({row.place for row in rows})
    return [_row(grant, row, posts[row.pk]) | {"place": refs[row.place]} for row in rows]


def _row(grant: Grant, row: Organisation, posts: int) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("id", "kind", "name", "contact", "closed_on", "closed_reason")}
    return plain | {
        "kind_label": Kind(row.kind).label,
        "phone_masked": phones.masked(unsealed(row, "phone")),
        "posts": posts,
        "mine": grant.allows(Permission.ORGANISATION_WRITE) and grant.covers(row.place),
    }


def _around(grant: Grant) -> QuerySet[Organisation]:
    inside = Q(place__in={above for place in grant.places for above in ancestors(place)})
    for low, high in grant.bounds:
        inside |= Q(place__gte=low, place__lt=high)
    return plain(Organisation).filter(inside)
