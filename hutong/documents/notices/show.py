"""Notices as the screen wants them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.documents.models import Attachment, Link, Notice, Numbered, Paper
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.places import refs


def notices(grant: Grant, found: Sequence[Notice]) -> list[dict[str, Any]]:
    """NoticeOut of rows fetched in scope; a fixed number of queries for all."""
    matters = {row.matter for row in found}
    papers = Paper.objects.within(grant).in_bulk(matters)
    numbers = {one.paper_id: one.text for one in plain(Numbered).filter(paper__in=matters).select_related("series")}  # type: ignore[attr-defined]  # django-types
    links = {
        one.matter: one for one in plain(Link).filter(matter__in=[row.pk for row in found]).order_by("made_at", "id")
    }
    places, scans = refs.refs({row.place for row in found}), _scans(found)
    return [
        _notice(row)
        | {
            "unit": places[row.place],
            "paper": papers[row.matter].title if row.matter in papers else "",
            "number": numbers.get(row.matter, ""),
            "scans": scans[row.pk],
            "link": _link(links.get(row.pk)),
        }
        for row in found
    ]


def _notice(row: Notice) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "due", "told_on", "told_by", "dropped")}
    words = {name: unsealed(row, name) or "" for name in ("whom", "received_by", "proof")}
    labels = {"kind_label": Notice.Kind(row.kind).label, "how_label": Notice.How(row.how).label if row.how else ""}
    return told | words | labels | {"days": (row.due - clock.today()).days}


def _link(one: Link | None) -> str:
    """The last link's state in words."""
    if one is None:
        return ""
    if one.answered_at:
        words = unsealed(one, "words") or ""
        return f"{unsealed(one, 'name')}答复{'收到了' if one.got else '没有收到'}{f'：{words}' if words else ''}"
    if one.ended_at or one.until <= clock.now():
        return "签收码已停用" if one.ended_at else "签收码已过期，没有答复"
    day = f"{one.until.astimezone(clock.SHANGHAI):%Y-%m-%d}"
    return f"签收码已发{'，对方打开过' if one.opened_at else ''}，{day}前有效"


def _scans(found: Sequence[Notice]) -> dict[Any, list[dict[str, Any]]]:
    scans: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in plain(Attachment).filter(record__in=[row.pk for row in found]).order_by("added_at", "id"):
        told = {name: getattr(one, name) for name in ("id", "mime", "size")}
        scans[one.record].append(told | {"name": unsealed(one, "name") or ""})
    return scans
