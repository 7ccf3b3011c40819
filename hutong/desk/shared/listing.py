"""Lists of shares: what is shared with me, and which glasses were broken for the children of my county."""

from typing import Any

from hutong.accounts import shares
from hutong.accounts.context import open_by_share
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Share
from hutong.accounts.permissions import Permission
from hutong.children.age import age
from hutong.children.models import Child
from hutong.children.parts import label
from hutong.desk import paging
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import Level, at_level

Kind = Share.Kind


def shared(grant: Grant, kind: str, after: str | None, limit: int) -> dict[str, Any]:
    """SharedChildren (schemas.py): children elsewhere whom live shares open for this grant, the newest share first."""
    rows = shares.live(grant).filter(kind=kind) if kind else shares.live(grant)
    total = paging.total(rows)
    found, following = paging.page(rows.select_related("organisation"), "-given_at", after, limit)
    open_by_share(*{share.child for share in found})
    children = plain(Child).in_bulk({share.child for share in found})
    # A file that went out of the register for good leaves a share without a child.
    items = [_shared(share, children[share.child]) for share in found if share.child in children]
    return {"items": items, "total": total, "next": following}


def _shared(share: Share, child: Child) -> dict[str, Any]:
    # The county only: whether the address is protected is asked when the file is opened.
    place = at_level(child.place, Level.COUNTY)
    plain = {name: getattr(share, name) for name in ("id", "child", "kind", "purpose", "given_at", "until")}
    return plain | {
        "name": child.name,
        "sex": child.sex,
        "birth_date": child.birth_date,
        "age": age(child.birth_date, clock.today()),
        "where": named.path_text(place),
        "kind_label": Kind(share.kind).label,
        "organisation": share.organisation.name,
        "part_labels": label(share.parts),
    }


def broken(grant: Grant, after: str | None, limit: int) -> dict[str, Any]:
    """BrokenGlasses (schemas.py): children of this county opened from elsewhere in an emergency, the newest first."""
    rows = Share.objects.within(grant).filter(kind=Kind.BREAK_GLASS)
    found, following = paging.page(rows.select_related("organisation"), "-given_at", after, limit)
    ids = {person for share in found for person in (share.person, share.seen_by) if person}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    children = {
        child.pk: child for child in Child.objects.within(grant).filter(pk__in={share.child for share in found})
    }
    return {
        "items": [_broken(grant, share, children.get(share.child), names) for share in found],
        "total": paging.total(rows),
        "next": following,
        "open": rows.filter(seen_at=None).count(),
    }


def _broken(grant: Grant, share: Share, child: Child | None, names: dict[Any, str]) -> dict[str, Any]:
    reads = child is not None and grant.allows(Permission.CHILD_READ)
    return {
        "id": share.pk,
        "child": share.child if reads else None,
        "name": child.name if child and reads else "",
        "number": child.number if child else "",
        "by": names.get(share.person, ""),
        "organisation": share.organisation.name,
        "purpose": share.purpose,
        "numbers": "numbers" in share.parts,
        "at": share.given_at,
        "until": share.until,
        "seen_at": share.seen_at,
        "seen_by": names.get(share.seen_by, ""),
    }
