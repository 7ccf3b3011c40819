"""How far a campaign is and how good the files are, village by village; every level is a sum of its villages."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hutong.accounts.grants import Bounds, Grant
from hutong.care.campaigns.duties import CHILD
from hutong.care.campaigns.targets import TARGETS
from hutong.care.models import Campaign, CampaignVillage
from hutong.ground import clock, query
from hutong.places.codes import at_level
from hutong.returns.out.exceptions import SQL as EXCEPTIONS

Figures = dict[str, int]
NAMES = ("children", "checked", "waived", "todo", "overdue", "fresh", "gone", "exceptions", "complete")
NOTHING: Figures = dict.fromkeys((*NAMES, "villages", "reported"), 0)
WAIVED = f"""EXISTS (SELECT 1 FROM duties_duty d WHERE d.rule = '{CHILD}' AND d.subject = t.subject AND d.ending = 'waived')"""
INSIDE = "g.id = %(campaign)s AND c.place >= %(low)s AND c.place < %(high)s"
# Opened: files made while the campaign runs, whoever found the child. Complete: nothing of what is to be verified is
# missing or contradicts itself, or each such thing is explained.
LIVE = f"""
WITH target AS MATERIALIZED (
    SELECT t.*, t.record IS NULL AND {WAIVED} AS waived FROM ({TARGETS.replace("{only}", INSIDE)}) t
), wrong AS MATERIALIZED (
    SELECT x.child, count(*) AS exceptions
    FROM ({EXCEPTIONS.replace("{only}", "c.id IN (SELECT child FROM target)")}) x
    WHERE x.until IS NULL AND x.rule = ANY (%(rules)s::text[]) GROUP BY 1
), checked AS (
    SELECT t.place, count(*) AS children, count(*) FILTER (WHERE t.record IS NOT NULL) AS checked,
           count(*) FILTER (WHERE t.waived) AS waived,
           count(*) FILTER (WHERE t.record IS NULL AND NOT t.waived) AS todo,
           count(*) FILTER (WHERE t.record IS NULL AND NOT t.waived AND t.ends < %(today)s) AS overdue,
           coalesce(sum(w.exceptions), 0)::int AS exceptions, count(*) FILTER (WHERE w.child IS NULL) AS complete
    FROM target t LEFT JOIN wrong w USING (child) GROUP BY 1
), moved AS (
    SELECT c.place, count(*) FILTER (WHERE c.registered_on BETWEEN g.starts AND least(g.ends, %(today)s)) AS fresh,
           count(*) FILTER (WHERE c.exited_on BETWEEN g.starts AND least(g.ends, %(today)s)) AS gone
    FROM care_campaign g JOIN children_child c ON c.registered_on >= g.starts OR c.exited_on >= g.starts
    WHERE {INSIDE} GROUP BY 1
)
SELECT w.place, {", ".join(f"coalesce({name}, 0)" for name in NAMES)}
FROM (SELECT DISTINCT place FROM care_campaignvillage
      WHERE campaign_id = %(campaign)s AND place >= %(low)s AND place < %(high)s) w
LEFT JOIN checked USING (place) LEFT JOIN moved USING (place)
"""
LEFT = f"""
SELECT count(*) FROM ({TARGETS.replace("{only}", "g.id = %(campaign)s AND c.place = %(place)s")}) t
WHERE t.record IS NULL AND NOT {WAIVED}
"""


def left(campaign: uuid.UUID, village: int) -> int:
    """How many children of a village are still to be checked."""
    [[count]] = query.rows(LEFT, {"campaign": campaign, "place": village, "today": clock.today()})
    return count


def live(campaign: Campaign, bounds: Sequence[Bounds], apart: str = "") -> dict[int, Figures]:
    """Figures of a running campaign as they are now, by village; apart: who is not counted, for whoever must not know."""
    found: dict[int, Figures] = {}
    rules = "{" + ",".join(sorted({key for item in campaign.items for key in item["exceptions"]})) + "}"
    for low, high in bounds:
        values = {"campaign": campaign.pk, "low": low, "high": high, "today": clock.today(), "rules": rules}
        found |= {
            place: dict(zip(NAMES, counts, strict=True))
            for place, *counts in query.rows(LIVE.replace(INSIDE, INSIDE + apart), values)
        }
    return found


def by_unit(grant: Grant, campaign: Campaign, level: int) -> dict[int, Figures]:
    """The figures of a grant, summed to the units of a level; those kept at the end once it is closed."""
    rows = list(CampaignVillage.objects.within(grant).filter(campaign=campaign))
    if campaign.closed_on:
        counted = [(row.place, row.figures or {}) for row in rows]
    else:
        counted = list(live(campaign, grant.bounds, grant.apart("c.id")).items())
    units: dict[int, Figures] = defaultdict(NOTHING.copy)
    for place, figures in counted:
        _add(units[at_level(place, level)], figures)
    for row in rows:
        _add(units[at_level(row.place, level)], {"villages": 1, "reported": int(row.reported_on is not None)})
    return units


def total(units: dict[Any, Figures]) -> Figures:
    """The sum of some units."""
    summed = NOTHING.copy()
    for figures in units.values():
        _add(summed, figures)
    return summed


def _add(to: Figures, figures: Figures) -> None:
    for name, value in figures.items():
        to[name] += value
