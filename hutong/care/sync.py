"""What devices receive of visits, and the visit they send: it belongs to the child, wherever the child lives by now."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.care import schemas as s
from hutong.care.actions import record_visit, record_visits
from hutong.care.checklist import detail
from hutong.care.form import form
from hutong.care.made.visit import VisitIn
from hutong.care.models import Mode, Visit
from hutong.children.sync.feed import held
from hutong.children.sync.whereabouts import followed, here
from hutong.ground import query
from hutong.sync import registry
from hutong.sync.registry import Applied, Document, Feed, Record, Unsuitable, Verb

LAST = 10
EMPTY: tuple[Any, ...] = ("", None, [], {})
# The newest visits of each of some children, walked child by child along the index visit_child; and a number below 2⁵³
# that is another as soon as one of them is.
NEWEST = f"""
SELECT c.id, ('x' || left(md5(string_agg(v.id::text, ',' ORDER BY v."on" DESC, v.id DESC)), 12))::bit(48)::bigint,
       array_agg(v.id)
FROM unnest(%s::uuid[]) AS c(id) CROSS JOIN LATERAL (
    SELECT v.id, v."on" FROM care_visit v WHERE v.child_id = c.id ORDER BY v."on" DESC, v.id DESC LIMIT {LAST}) v
GROUP BY c.id
"""


class SentVisit(VisitIn):
    """A visit with the child it was paid to."""

    child: uuid.UUID


def start() -> None:
    """Offer visits and their form, and take visits."""
    registry.feed(Feed("visits", "走访记录", frozenset({Visit._meta.db_table}), _show, _versions))
    registry.document(Document("visit_form", lambda grant: form(None), for_all=True))
    registry.verb(
        Verb("care.record_visit", "走访", SentVisit, _record, lambda sent: sent.child, _describe, together=_record_all)
    )


def _versions(grant: Grant) -> dict[uuid.UUID, int]:
    children = list(held(grant).values_list("id", flat=True))
    return {child: version for child, version, _ in query.rows(NEWEST, [children])}


def _show(grant: Grant, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Record]:
    places = dict(held(grant).filter(pk__in=keys).values_list("id", "place"))
    newest = query.rows(NEWEST, [list(places)])
    wanted = [visit for _, _, visits in newest for visit in visits]
    items: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for visit in Visit.objects.within(grant).filter(pk__in=wanted).order_by("-on", "-id"):
        items[visit.child_id].append(_item(visit))
    return {child: Record(version, places[child], {"items": items[child]}) for child, version, _ in newest}


def _item(visit: Visit) -> dict[str, Any]:
    names = ["id", *(name for name in s.VisitOut.model_fields if name != "id")]
    return {name: value for name in names if (value := getattr(visit, name)) not in EMPTY}


def _record(grant: Grant, sent: SentVisit, based_on: int | None) -> Applied:
    with followed(grant, sent.child, sent.on) as (reaching, child):
        if not child.active:
            raise Unsuitable(f"这份档案已于 {child.exited_on} 退出，不能再记走访。")
        visit = record_visit(reaching, child, sent.told())
        return Applied(child.pk, child.place, visit.pk)


def _record_all(grant: Grant, sent: Sequence[SentVisit]) -> list[Applied]:
    """Visits to children that live here under these very ids; of any other, each is for `_record`."""
    children = {child.pk: child for child in here(grant, [one.child for one in sent])}
    visits = record_visits(grant, [(children[one.child], one.told()) for one in sent])
    return [Applied(visit.child.pk, visit.place, visit.pk) for visit in visits]


def _describe(grant: Grant, sent: SentVisit) -> list[tuple[str, str, str]]:
    visit = Visit(**sent.model_dump(exclude={"child"}))
    return [("走访日期", "", str(sent.on)), ("走访方式", "", Mode(sent.mode).label), ("情况", "", detail(visit))]
