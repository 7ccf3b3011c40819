"""走访记录 (A3-4, A2-4): the visits of a unit as a list, the newest first, and as a workbook."""

from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.care.models import CHECKLIST, SEEN, Mode, Visit
from hutong.children.models import Child
from hutong.children.models.choices import Risk
from hutong.desk import paging, people
from hutong.desk.filters import VisitFilters
from hutong.places import refs as named


def filtered(grant: Grant, wanted: VisitFilters) -> QuerySet[Any]:
    """The visits of a scope that the list asks for."""
    rows = Visit.objects.within(grant)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    return rows.filter(on__lte=wanted.until) if wanted.until else rows


def listing(grant: Grant, wanted: VisitFilters, after: str | None, limit: int) -> dict[str, Any]:
    """VisitList (schemas.py). Where it was and what the child said stay in the file."""
    rows = filtered(grant, wanted)
    found, following = paging.page(rows, "-on", after, limit)
    children = Child.objects.within(grant).in_bulk({visit.child_id for visit in found})
    refs = named.refs({visit.place for visit in found})
    townships = named.names({people.township_of(visit.place) for visit in found})
    items = [
        _visit(visit, children.get(visit.child_id))
        | {"place": refs[visit.place], "township": townships[people.township_of(visit.place)]}
        for visit in found
    ]
    return {"items": items, "total": paging.total(rows), "next": following}


def _visit(visit: Visit, child: Child | None) -> dict[str, Any]:
    told = {
        topic: visit.findings.get(topic) for topic in CHECKLIST if visit.findings.get(topic) in ("changed", "problem")
    }
    return {
        "id": visit.pk,
        "on": visit.on,
        "child": child.pk if child else None,
        "name": child.name if child else "",
        "mode": Mode(visit.mode).label,
        "seen": [SEEN.get(one, one) for one in visit.seen],
        "changed": [CHECKLIST[topic] for topic, said in told.items() if said == "changed"],
        "problems": [CHECKLIST[topic] for topic, said in told.items() if said == "problem"],
        "risk": Risk(visit.risk).label if visit.risk else "",
        "next_on": visit.next_on,
        "visitor": visit.visitor_name,
    }
