"""How many children sealed matters concern: the figure of the last month's end, for those named for them in that county."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.children.models.choices import SealedKind
from hutong.places.codes import Level, level_of
from hutong.returns.months import sealed


def figures(grant: Grant, unit: int) -> dict[str, Any]:
    """SealedFigures (schemas.py) of the county where the grant's post stands; of every other unit there are none."""
    if unit not in grant.places or level_of(unit) != Level.COUNTY:
        return {"as_of": None, "items": []}
    as_of, shown = sealed.latest(unit)
    items = [{"label": kind.label, "count": shown.get(kind.value)} for kind in SealedKind]
    return {"as_of": as_of, "items": items if as_of else []}
