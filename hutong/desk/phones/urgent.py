"""The inbox of urgent reports, as the screens want it."""

import uuid
from typing import Any

from hutong.accounts.scope import Grant
from hutong.journal.actions import looked
from hutong.places import refs as named
from hutong.sync.models import UrgentReport
from hutong.sync.urgent import content_of

MOST = 200


def inbox(grant: Grant) -> dict[str, Any]:
    """UrgentList: what nobody took up first, then the newest."""
    rows = UrgentReport.objects.within(grant)
    waiting = list(rows.filter(acknowledged_at=None).order_by("received_at")[:MOST])
    taken = list(rows.exclude(acknowledged_at=None).order_by("-received_at")[: MOST - len(waiting)])
    return {"items": _rows([*waiting, *taken]), "new": len(waiting)}


def report(grant: Grant, key: uuid.UUID) -> dict[str, Any]:
    """UrgentDetail; that it was read is logged as for sealed matters. Raises UrgentReport.DoesNotExist."""
    row = UrgentReport.objects.within(grant).get(pk=key)
    looked(grant, "sealed", row.place, None, "紧急上报")
    content = content_of(row)
    media = content.get("media")
    called = content.get("called_110")
    return _rows([row])[0] | {
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
