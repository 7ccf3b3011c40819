"""Places, which are there already."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import Made, makes


@makes("code")
def _code(place: int, made: Made) -> Any:
    return place
