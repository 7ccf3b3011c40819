"""What a share looks like."""

from collections.abc import Sequence
from typing import Any

from hutong.accounts.models import Person, Share
from hutong.children.parts import label
from hutong.ground import clock


def of_giver(found: Sequence[Share]) -> list[dict[str, Any]]:
    """ShareOut (schemas.py) of each: to whom, what, until when, and how it ended."""
    ids = {person for share in found for person in (share.given_by, share.ended_by, share.person) if person}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_row(share, names) for share in found]


def _row(share: Share, names: dict[Any, str]) -> dict[str, Any]:
    plain = {
        name: getattr(share, name)
        for name in ("id", "kind", "purpose", "given_at", "until", "ended_at", "ended_reason")
    }
    now = clock.now()
    return plain | {
        "kind_label": Share.Kind(share.kind).label,
        "organisation": share.organisation.name,
        "parts": share.parts,
        "part_labels": label(share.parts),
        "given_by": names.get(share.given_by, "系统"),
        "ended_by": names.get(share.ended_by, ""),
        "live": share.ended_at is None and share.given_at <= now < share.until,
    }
