"""Notices as the screen wants them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.documents.models import Attachment, Notice, Numbered, Paper
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.places import refs


def notices(grant: Grant, found: Sequence[Notice]) -> list[dict[str, Any]]:
    """NoticeOut of rows fetched in scope; a fixed number of queries for all."""
    matters = {row.matter for row in found}
    papers = Paper.objects.within(grant).in_bulk(matters)
    numbers = {one.paper_id: one.text for one in plain(Numbered).filter(paper__in=matters).select_related("series")}  # type: ignore[attr-defined]
    places, scans = refs.refs({row.place for row in found}), _scans(found)
    return [
        _notice(row)
        | {
            "unit": places[row.place],
            "paper": papers[row.matter].title if row.matter in papers else "",
            "number": numbers.get(row.matter, ""),
            "scans": scans[row.pk],
        }
        for row in found
    ]


def _notice(row: Notice) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "due", "told_on", "told_by", "dropped")}
    words = {name: unsealed(row, name) or "" for name in ("whom", "received_by", "proof")}
    labels = {"kind_label": Notice.Kind(row.kind).label, "how_label": Notice.How(row.how).label if row.how else ""}
    return told | words | labels | {"days": (row.due - clock.today()).days}


def _scans(found: Sequence[Notice]) -> dict[Any, list[dict[str, Any]]]:
    scans: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in plain(Attachment).filter(record__in=[row.pk for row in found]).order_by("added_at", "id"):
        told = {name: getattr(one, name) for name in ("id", "mime", "size")}
        scans[one.record].append(told | {"name": unsealed(one, "name") or ""})
    return scans
