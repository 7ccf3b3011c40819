"""How many children a sealed matter concerns: at county and above only, nothing small, nothing by subtraction.

Which figures are shown is worked out from the province downward, so that a county's own page, its prefecture's table and
the province's all show or hide the same cell.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hutong.accounts import scope
from hutong.accounts.managers import plain
from hutong.accounts.permissions import MAY_HOLD_SEALED
from hutong.accounts.scope import Grant
from hutong.children.models import SealedFact
from hutong.children.models.choices import SealedKind
from hutong.config import cells, clock
from hutong.config.sealing import opened
from hutong.places import refs
from hutong.places.codes import Level, at_level, interval, level_of

Counts = Mapping[int, int]


def figures(grant: Grant, unit: int) -> dict[str, Any]:
    """SealedFigures (schemas.py) of a unit; empty below the county. Leaves the context empty: ask for it last."""
    if grant.role not in MAY_HOLD_SEALED or level_of(grant.places[0]) > Level.COUNTY or level_of(unit) > Level.COUNTY:
        return {"as_of": clock.now(), "items": []}
    province = at_level(unit, Level.PROVINCE)
    prefectures = [ref.code for ref in refs.below(province)]
    counties = {code: [ref.code for ref in refs.below(code)] for code in prefectures}
    counted = _counted(province)
    items = [
        {"label": kind.label, "count": published(counted[kind.value], province, counties).get(unit)}
        for kind in SealedKind
    ]
    return {"as_of": clock.now(), "items": items}


def published(by_county: Counts, province: int, counties: Mapping[int, list[int]]) -> dict[int, int | None]:
    """By unit what may be shown, None what may not; counties: those of each prefecture."""
    sums = {prefecture: sum(by_county.get(c, 0) for c in below) for prefecture, below in counties.items()}
    whole = sum(sums.values())
    shown: dict[int, int | None] = {province: whole if whole >= cells.SMALL else None}
    shown |= _below(shown[province], sums)
    for prefecture, below in counties.items():
        shown |= _below(shown[prefecture], {county: by_county.get(county, 0) for county in below})
    return shown


def _below(above: int | None, counts: Counts) -> dict[int, int | None]:
    """Where the sum is hidden its parts are, for they would add up to it."""
    return dict.fromkeys(counts) if above is None else cells.hidden_small(counts)[0]


def _counted(province: int) -> dict[str, dict[int, int]]:
    """By kind and county: children in the register whom a sealed fact of the kind concerns."""
    children: dict[tuple[str, int], set[Any]] = defaultdict(set)
    with scope.within(scope.system([interval(province)])):
        for row in plain(SealedFact).filter(child__exited_on__isnull=True):
            children[opened(row, "kind") or "", at_level(row.place, Level.COUNTY)].add(row.child_id)  # type: ignore[attr-defined]  # django-types
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for (kind, county), ids in children.items():
        found[kind][county] = len(ids)
    return found
