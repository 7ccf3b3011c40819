"""How far a campaign is and how good the files are, village by village; every level is a sum of its villages."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from psycopg import sql

from hutong.accounts.grants import Bounds, Grant
from hutong.care.campaigns.duties import CHILD
from hutong.care.campaigns.targets import targets
from hutong.care.models import Campaign, CampaignVillage
from hutong.ground import clock, query
from hutong.ground.query import Part, composed, joined
from hutong.places.codes import at_level
from hutong.returns.out import exceptions

Figures = dict[str, int]
NAMES = ("children", "checked", "waived", "todo", "overdue", "fresh", "gone", "exceptions", "complete")
NOTHING: Figures = dict.fromkeys((*NAMES, "villages", "reported"), 0)
WAIVED = composed("EXISTS (SELECT 1 FROM duties_duty d WHERE d.rule = {rule} AND d.subject = t.subject AND d.ending = 'waived')",
                  rule=sql.Literal(CHILD))  # fmt: skip
INSIDE = "g.id = %(campaign)s AND c.place >= %(low)s AND c.place < %(high)s{apart}"
# Opened: files made while the campaign runs, whoever found the child. Complete: nothing of what is to be verified is
# missing or contradicts itself, or each such thing is explained.
LIVE = """
WITH target AS MATERIALIZED (
    SELECT t.*, t.record IS NULL AND {waived} AS waived FROM ({targets}) t
), wrong AS MATERIALIZED (
    SELECT x.child, count(*) AS exceptions
    FROM ({exceptions}) x
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
    WHERE {only} GROUP BY 1
)
SELECT w.place, {names}
FROM (SELECT DISTINCT place FROM care_campaignvillage
      WHERE campaign_id = %(campaign)s AND place >= %(low)s AND place < %(high)s) w
LEFT JOIN checked USING (place) LEFT JOIN moved USING (place)
"""
LEFT = composed(
    "SELECT count(*) FROM ({targets}) t WHERE t.record IS NULL AND NOT {waived}",
    targets=targets("g.id = %(campaign)s AND c.place = %(place)s"), waived=WAIVED,
)  # fmt: skip


def left(campaign: uuid.UUID, village: int) -> int:
    """How many children of a village are still to be checked."""
    [[count]] = query.rows(LEFT, {"campaign": campaign, "place": village, "today": clock.today()})
    return count


def live(campaign: Campaign, bounds: Sequence[Bounds], apart: Part = "") -> dict[int, Figures]:
    """Figures of a running campaign as they are now, by village; apart: who is not counted, for whoever must not know."""
    found: dict[int, Figures] = {}
    rules = query.array(sorted({key for item in campaign.items for key in item["exceptions"]}))
    asked = _statement(apart)
    for low, high in bounds:
        values = {"campaign": campaign.pk, "low": low, "high": high, "today": clock.today(), "rules": rules}
        found |= {place: dict(zip(NAMES, counts, strict=True)) for place, *counts in query.rows(asked, values)}
    return found


def _statement(apart: Part) -> sql.Composed:
    only, wrong = composed(INSIDE, apart=apart), exceptions.statement("c.id IN (SELECT child FROM target)")
    names = joined(composed("coalesce({name}, 0)", name=name) for name in NAMES)
    return composed(LIVE, only=only, targets=targets(only), waived=WAIVED, exceptions=wrong, names=names)


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
