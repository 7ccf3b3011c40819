"""What the screens of campaigns show: the list, one campaign by unit, its children one by one."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.care.campaigns import figures
from hutong.care.campaigns.targets import targets
from hutong.care.models import Campaign, CampaignVillage, Visit
from hutong.children.age import age
from hutong.children.models import Child
from hutong.children.models.choices import CategoryKey
from hutong.ground import clock, query
from hutong.ground.query import composed
from hutong.places import refs as named
from hutong.places.codes import Level, level_of

PAGE = 50
OPEN = date.max
STATES = {
    "left": "t.record IS NULL AND NOT {waived}",
    "checked": "t.record IS NOT NULL",
    "waived": "t.record IS NULL AND {waived}",
}
CHILDREN = """
SELECT t.child, t.place, t."on", t.record = c.confirmation FROM ({targets}) t
JOIN children_child c ON c.id = t.child WHERE {state}
ORDER BY t.place, c.name_key, c.id LIMIT %(limit)s OFFSET %(after)s
"""
COUNT = "SELECT count(*) FROM ({targets}) t WHERE {state}"


def seen(grant: Grant) -> Any:
    """The campaigns that concern a grant: opened at its places, or over villages of its own."""
    mine = CampaignVillage.objects.within(grant).values("campaign")
    inside = Campaign.objects.within(grant).values("pk")
    return plain(Campaign).filter(Q(pk__in=mine) | Q(pk__in=inside))


def one(grant: Grant, key: uuid.UUID) -> Campaign:
    """A campaign that concerns a grant. Raises Problem 404."""
    found = seen(grant).filter(pk=key).first()
    if found is None:
        raise missing("摸底排查")
    return found


def listing(grant: Grant, after: str | None) -> dict[str, Any]:
    """Campaigns (schemas.py): the open ones first, the newest first."""
    rows = seen(grant).annotate(over=Coalesce("closed_on", OPEN))
    found, foot = positions.listed(rows, ("-over", "-starts", "-id"), after)
    refs = named.refs({row.place for row in found})
    items = [_row(row, refs) | {"figures": figures.total(figures.by_unit(grant, row, Level.TOWNSHIP))} for row in found]
    return {"items": items, **foot}


def _row(row: Campaign, refs: Any) -> dict[str, Any]:
    labels = dict(CategoryKey.choices)
    return vars(row) | {
        "place": refs[row.place],
        "state": state(row, clock.today()),
        "categories": [str(labels.get(key, key)) for key in row.categories],
    }


def state(row: Campaign, today: date) -> str:
    """planned, running, late or closed; pure."""
    if row.closed_on:
        return "closed"
    if today < row.starts:
        return "planned"
    return "late" if today > row.ends else "running"


def page(grant: Grant, campaign: Campaign, whole: Grant) -> dict[str, Any]:
    """CampaignOut: the campaign with its figures by the units below; whole: the grant before it was narrowed."""
    level = min(max(level_of(place) for place in grant.places) + 1, Level.VILLAGE)
    units = figures.by_unit(grant, campaign, level)
    refs = named.refs({campaign.place, *units})
    villages = reported(grant, campaign) if level == Level.VILLAGE else {}
    running = state(campaign, clock.today()) in ("running", "late")
    return _row(campaign, refs) | {
        "figures": figures.total(units),
        "units": [
            {"place": refs[code], "figures": units[code], "village": villages.get(code)} for code in _worst(units)
        ],
        "may_change": whole.allows(Permission.CAMPAIGN)
        and whole.covers(campaign.place)
        and campaign.starts > clock.today(),
        "may_close": whole.allows(Permission.CAMPAIGN) and whole.covers(campaign.place) and not campaign.closed_on,
        "may_report": whole.allows(Permission.CHILD_WRITE) and running and campaign.new_found,
    }


def _worst(units: dict[int, figures.Figures]) -> list[int]:
    """Those with most undone first, as everywhere; none is ranked."""
    return sorted(
        units, key=lambda code: (-units[code]["todo"], units[code]["reported"] - units[code]["villages"], code)
    )


def reported(grant: Grant, campaign: Campaign) -> dict[int, dict[str, Any]]:
    """What each village reported; of two that became one the one that did not."""
    rows = CampaignVillage.objects.within(grant).filter(campaign=campaign).order_by("-reported_on", "id")
    silent_last = sorted(rows, key=lambda row: row.reported_on is None)
    return {row.place: vars(row) for row in silent_last}


def children(grant: Grant, campaign: Campaign, wanted: str, after: int) -> dict[str, Any]:
    """CampaignChildren: who is left, who was checked, who was waived."""
    values = {"campaign": campaign.pk, "today": clock.today(), "after": after, "limit": PAGE}
    only = composed("g.id = %(campaign)s AND ({inside})", inside=grant.inside("c.place", "c.id"))
    parts = {"targets": targets(only), "waived": figures.WAIVED, "state": STATES[wanted]}
    [[count]] = query.rows(composed(COUNT, **parts), values)
    rows = query.rows(composed(CHILDREN, **parts), values)
    known = Child.objects.within(grant).in_bulk([child for child, *_ in rows])
    refs = named.refs({place for _, place, *_ in rows})
    todo = _todo(grant, campaign, known) if wanted == "left" else {}
    return {
        "items": [
            {"id": child, "name": known[child].name, "age": age(known[child].birth_date, clock.today()),
             "place": refs[place], "on": on, "by_file": bool(by_file), "todo": todo.get(child, [])}
            for child, place, on, by_file in rows if child in known
        ],
        "total": count,
        "next": after + PAGE if after + PAGE < count else None,
        "as_of": clock.now(),
    }  # fmt: skip


def _todo(grant: Grant, campaign: Campaign, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Labels of what no visit since the beginning found as it stands in the file, by child."""
    normal: dict[uuid.UUID, set[str]] = defaultdict(set)
    span = (campaign.starts, clock.today())
    for visit in Visit.objects.within(grant).filter(child__in=list(keys), on__range=span):
        normal[visit.child_id] |= {key for key, found in visit.findings.items() if found == "normal"}
    return {key: [item["label"] for item in campaign.items if item["seen"] not in normal[key]] for key in keys}
