"""Visits as they come in from phones, the latest first (A2-4): who was seen, by whom, and whether something was not normal."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.checklist import detail
from hutong.care.models import Finding, Mode, Visit
from hutong.children.models import Child
from hutong.children.models.choices import Risk
from hutong.desk import paging
from hutong.desk.phones.show import attachments
from hutong.documents.models import Attachment
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.places import refs as named
from hutong.sync.models import Arriving

DAYS = 7


def visits(grant: Grant, after: str | None) -> dict[str, Any]:
    """ArrivedList of a scope: what phones sent in the last days. What was said is read in the file, where looking is logged."""
    since = clock.now() - timedelta(days=DAYS)
    mine = Visit.objects.within(grant).filter(pk=OuterRef("record"), child__in=Child.objects.within(grant))
    entries = Entry.objects.within(grant).filter(
        Exists(mine), at__gte=since, action="care.record_visit", device__isnull=False, sealed=False
    )
    shown, following = positions.page(entries, ("-at", "-record"), after, positions.PAGE)
    arrived = {entry.record: entry.at for entry in shown}
    found = Visit.objects.within(grant).in_bulk(list(arrived))
    names = dict(
        Child.objects.within(grant).filter(pk__in={v.child_id for v in found.values()}).values_list("id", "name")
    )
    parts = Counter(plain(Attachment).filter(record__in=found, child__in=names).values_list("record", flat=True))
    parts += Counter(
        plain(Arriving).filter(record__in=found, child__in=names, whole=False).values_list("record", flat=True)
    )
    places = named.refs({visit.place for visit in found.values()})
    return {
        "items": [
            _item(found[key], at)
            | {"child": {"id": found[key].child_id, "name": names[found[key].child_id]}}
            | {"place": places[found[key].place], "parts": parts[key]}
            for key, at in arrived.items()
        ],
        "days": DAYS,
        "total": paging.total(entries),
        "next": following,
    }


def visit(grant: Grant, key: uuid.UUID) -> dict[str, Any]:
    """ArrivedDetail. Raises Visit.DoesNotExist."""
    row = Visit.objects.within(grant).select_related("child").get(pk=key)
    parts = attachments(record=row.pk, child=row.child_id)
    return {"child": row.child, "text": detail(row), "attachments": parts}


def _item(visit: Visit, at: Any) -> dict[str, Any]:
    odd = visit.risk == Risk.HIGH or any(value != Finding.NORMAL for value in visit.findings.values())
    return {
        "id": visit.pk, "at": at, "on": visit.on, "mode": Mode(visit.mode).label, "visitor": visit.visitor_name,
        "odd": odd, "words": bool(visit.words),
    }  # fmt: skip
