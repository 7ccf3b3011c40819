"""Exports and layouts as the screens want them."""

from collections.abc import Iterable
from typing import Any

from hutong.ground import clock
from hutong.places import refs as named
from hutong.returns.models import Export
from hutong.returns.out.layout import Layout

PLAIN = ("id", "what", "title", "status", "done", "total", "full", "purpose", "error", "created_at", "finished_at",
         "expires_at")  # fmt: skip


def exports(found: Iterable[Export]) -> list[dict[str, Any]]:
    """ExportOut of each."""
    found = list(found)
    refs, now = named.refs({export.place for export in found}), clock.now()
    return [
        {name: getattr(export, name) for name in PLAIN}
        | {
            "place": refs[export.place],
            "status_label": Export.Status(export.status).label,
            "ready": export.file is not None and bool(export.expires_at and export.expires_at > now),
        }
        for export in found
    ]


def layout(one: Layout) -> dict[str, Any]:
    """LayoutOut."""
    plain = {name: getattr(one, name) for name in ("key", "name", "kind", "source")}
    return plain | {"columns": len(one.columns)}
