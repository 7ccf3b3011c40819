"""What `hutong places …` does, as plain functions; the command line prints their answers."""

import time
from typing import Any

from hutong.places import lookup
from hutong.places.codes import Level
from hutong.places.find import search
from hutong.places.loader import load
from hutong.places.models import Place


def load_places(province: int | None, all: bool) -> dict[str, Any]:
    """Load one province (two-digit code) or all 31; gives units, villages and seconds.

    Raises loader.UnknownProvince; ValueError unless exactly one of the two is asked for.
    """
    if all == (province is not None):
        raise ValueError("请给出一个省的两位代码，或者全国，二者选一。")
    start = time.monotonic()
    units = load(None if province is None else [province])
    inside = {} if province is None else {"code__gte": province * 10**10, "code__lt": (province + 1) * 10**10}
    villages = Place.objects.using("owner").filter(level=Level.VILLAGE, **inside).count()
    return {"units": units, "villages": villages, "seconds": round(time.monotonic() - start, 1)}


def find_places(text: str, limit: int = 20) -> dict[str, Any]:
    """Places a text names, best first, and whether it is ambiguous; each with path and both codes."""
    found = search(text, limit=limit)
    codes = [place.code for place in found.places]
    paths, national = lookup.paths_of(codes), lookup.statistical_codes_of(codes)
    return {
        "ambiguous": found.ambiguous,
        "places": [
            {
                "code": place.code,
                "statistical_code": national.get(place.code),
                "name": place.name,
                "level": place.level,
                "path": lookup.spoken_path(paths[place.code]),
            }
            for place in found.places
        ],
    }
