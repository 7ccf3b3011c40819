"""Samples and what they say."""

import uuid
from typing import Any

from django.db.models import Count, Q

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.children.models import Child, Sample, SampleItem
from hutong.children.refs import ChildRef, listed
from hutong.children.samples.schemas import ItemRow, SampleRow
from hutong.ground import sampling
from hutong.places import refs as named

COUNTS = ("size", "looked", "wrong")


def page(grant: Grant, after: str | None) -> dict[str, Any]:
    """Samples (schemas.py), the newest first."""
    found, foot = positions.listed(Sample.objects.within(grant), ("-drawn_on", "-id"), after)
    return {"items": rows(grant, found), **foot}


def rows(grant: Grant, found: list[Sample]) -> list[SampleRow]:
    """SampleRow of each."""
    items = SampleItem.objects.within(grant).filter(sample__in=found).order_by().values("sample")
    here = Q(right=None, child__in=Child.objects.within(grant).values("id"))
    counted = items.annotate(
        size=Count("id"),
        looked=Count("id", filter=~Q(right=None)),
        wrong=Count("id", filter=Q(right=False)),
        waits=Count("id", filter=here),
    )
    counts = {one.pop("sample"): one for one in counted}
    places = named.refs({one.place for one in found})
    return [_row(one, places[one.place], counts.get(one.pk, dict.fromkeys(COUNTS, 0))) for one in found]


def _row(one: Any, place: Any, counts: dict[str, int]) -> SampleRow:
    # Half of a sample is no sample: whoever looks first at what looks easy would say too much. Who moved away meanwhile was
    # not looked at and counts as wrong, so that the bound stays safe.
    told: dict[str, Any] = {name: counts[name] for name in COUNTS}
    bad, whole = told["size"] - told["looked"] + told["wrong"], counts.get("waits") == 0
    most = sampling.at_most(bad, told["size"], one.confidence / 100) if whole else None
    plain: dict[str, Any] = {
        n: getattr(one, n) for n in ("id", "seed", "population", "confidence", "drawn_on", "drawn_name")
    }
    return SampleRow(**plain, place=place, **told, at_most=most and round(most * 100, 1))


def items(grant: Grant, key: uuid.UUID, after: str | None) -> dict[str, Any]:
    """Items (schemas.py) of a sample in the order of drawing. Raises Problem 404."""
    if not Sample.objects.within(grant).filter(pk=key).exists():
        raise missing("抽查")
    of = SampleItem.objects.within(grant).filter(sample=key)
    return listed(grant, of, ("position", "id"), after, _item, Child.objects.within(grant))


def _item(one: Any, child: ChildRef) -> ItemRow:
    return ItemRow(id=one.pk, child=child, position=one.position, right=one.right, note=one.note, looked_on=one.looked_on,
                   looked_name=one.looked_name)  # fmt: skip
