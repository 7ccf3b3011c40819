"""The inbox of urgent reports, as the screens want it: those of known phones first and apart."""

import uuid
from typing import Any

from django.db.models import QuerySet

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.journal.actions import looked
from hutong.places import refs as named
from hutong.sync import senders
from hutong.sync import urgent as reports
from hutong.sync.models import UrgentReport
from hutong.sync.urgent import content_of

NEWEST = ("-received_at", "-id")
SHOWN = 5


def counts(grant: Grant, whose: Grant | None = None) -> dict[str, int]:
    """UrgentCounts: what nobody took up, by whether the sender is known. whose: only what is this grant's to take up."""
    waits = _waits(grant, whose)
    return {"known": waits.filter(trusted=True).count(), "unknown": waits.filter(trusted=False).count()}


def untaken(grant: Grant, whose: Grant) -> list[dict[str, Any]]:
    """Untaken (schemas.py): those of known senders first, the longest waiting first."""
    found = list(_waits(grant, whose).order_by("-trusted", "received_at", "id")[:SHOWN])
    names = named.names({row.village or row.place for row in found})
    return [
        {"id": row.pk, "received_at": row.received_at, "known": row.trusted, "place": names[row.village or row.place]}
        for row in found
    ]


def _waits(grant: Grant, whose: Grant | None) -> QuerySet[Any]:
    rows = UrgentReport.objects.within(grant).filter(acknowledged_at=None)
    return rows.filter(reports.theirs(whose)) if whose else rows


def inbox(grant: Grant, box: str, sender: str, after: str | None) -> dict[str, Any]:
    """UrgentList: what waits of known phones, of unknown senders (or of one of them), or what was taken up; the newest first."""
    rows = UrgentReport.objects.within(grant)
    if box == "taken":
        rows = rows.exclude(acknowledged_at=None)
    elif box == "known":
        rows = rows.filter(acknowledged_at=None, trusted=True)
    else:
        rows = senders.waiting(grant)
        rows = rows.filter(sender=sender) if sender else rows
    found, foot = positions.listed(rows, NEWEST, after)
    return {"items": _rows(found), **foot, "counts": counts(grant)}


def unknown(grant: Grant, after: str | None) -> dict[str, Any]:
    """UnknownSenders: who sent how many, the last to write first."""
    found, foot = positions.listed(senders.grouped(grant), ("-last_at", "-sender"), after)
    return {"items": found, **foot, "counts": counts(grant)}


def report(grant: Grant, key: uuid.UUID) -> dict[str, Any]:
    """UrgentDetail; that it was read is logged as for sealed matters. Raises UrgentReport.DoesNotExist."""
    row = UrgentReport.objects.within(grant).get(pk=key)
    looked(grant, "sealed", row.place, None, "紧急上报")
    content = content_of(row)
    media = content.get("media")
    called = content.get("called_110")
    return _rows([row])[0] | {
        "mine": UrgentReport.objects.within(grant).filter(reports.theirs(grant), pk=key).exists(),
        "words": _text(content, "words"),
        "child": _text(content, "child"),
        "made_at": _text(content, "made_at"),
        "called_110": called if isinstance(called, bool) else None,
        "media": [{"mime": str(one.get("mime", ""))} for one in media if isinstance(one, dict)]
        if isinstance(media, list)
        else [],
    }


def _text(content: dict[str, Any], name: str) -> str:
    return str(content.get(name) or "")


def _rows(rows: list[UrgentReport]) -> list[dict[str, Any]]:
    places = named.refs({place for row in rows for place in (row.place, row.village) if place})
    names = ("id", "received_at", "trusted", "opened", "acknowledged_at", "acknowledged_by", "note")
    return [
        {name: getattr(row, name) for name in names}
        | {"place": places[row.place], "village": places.get(row.village or 0), "person": row.person_name}
        for row in rows
    ]
