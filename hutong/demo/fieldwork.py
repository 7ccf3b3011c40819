"""Writes a month's work: visits and confirmed files in bulk, changed files one by one."""

import uuid
from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.models import F, Func, UUIDField

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.children import bulk
from hutong.children.actions import update
from hutong.children.models import Child
from hutong.children.models.choices import IncomeSource, Kind, Whereabouts
from hutong.demo import visits, words
from hutong.demo.child import Invented
from hutong.demo.draws import weighted
from hutong.demo.errands import Errand
from hutong.journal.actions import operation

Risks = dict[uuid.UUID, str]


def record(rng: Random, errands: list[Errand], risks: Risks) -> None:
    """Keep visits and take over the risks they found, as care.record_visit does for one; risks is brought up to date."""
    if not errands:
        return
    rows = [visits.row(rng, errand, risks.get(errand.child.id, "")) for errand in errands]
    changed: dict[str, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        if risks.get(row["child_id"], "") != row["risk"]:
            changed[row["risk"]].append(row["child_id"])
            risks[row["child_id"]] = row["risk"]
    with operation("care.record_visit"):
        bulk.insert(Visit, rows)
        for risk, children in changed.items():
            plain(Child).filter(pk__in=children).update(risk=risk, rev=F("rev") + 1)


def look_through(rng: Random, grant: Grant, errands: list[Errand], changed: float) -> None:
    """Confirm files as they are, complete those that lack something, change some; changed: how many of them."""
    unchanged: dict[date, list[uuid.UUID]] = defaultdict(list)
    for errand in errands:
        if changes := _changes(rng, errand.child, changed):
            rev = Child.objects.within(grant).values_list("rev", flat=True).get(pk=errand.child.id)
            update(grant, errand.child.id, rev, {}, changes)
        else:
            unchanged[_week(errand.on)].append(errand.child.id)
    if unchanged:
        confirm_all(unchanged)


def _week(day: date) -> date:
    """Its Monday, or the first of its month: files are looked through a week at a time."""
    return max(day - timedelta(day.weekday()), day.replace(day=1))


def confirm_all(unchanged: dict[date, list[uuid.UUID]]) -> None:
    """Say of files, by day, that they were looked through and nothing changed; as children.confirm does for one."""
    fresh = Func(function="gen_random_uuid", output_field=UUIDField())
    with operation("children.confirm"):
        for day, children in unchanged.items():
            found = plain(Child).filter(pk__in=children)
            found.update(confirmed_on=day, confirmation=fresh, rev=F("rev") + 1)


def _changes(rng: Random, child: Invented, changed: float) -> dict[str, dict[str, Any]]:
    if lacked := child.lacks:
        child.lacks = ""
        return {lacked: _missing(child, lacked)}
    return _moved_on(rng, child) if rng.random() < changed else {}


def _missing(child: Invented, group: str) -> dict[str, Any]:
    if group == "household":
        return {"income_source": IncomeSource.MIGRANT.value}
    return {name: str(child.schooling[name]) for name in ("stage", "school", "grade") if name in child.schooling}


def _moved_on(rng: Random, child: Invented) -> dict[str, dict[str, Any]]:
    """A parent at work elsewhere in the country went on to another city."""
    for row in child.file.relatives:
        if row["kind"] in (Kind.FATHER, Kind.MOTHER) and row.get("whereabouts") == Whereabouts.COUNTRY:
            row["location"] = weighted(rng, {k: v for k, v in words.COUNTRY.items() if k != row["location"]})
            return {row["kind"].value: {"location": row["location"]}}
    return {}
