"""Shapes of places on the wire."""

from ninja import Schema


class PlaceRef(Schema):
    """A place as other records point to it."""

    code: int
    name: str
    level: int


class PlaceHit(PlaceRef):
    """A place found by name, with where it is."""

    path: str


class PlaceDetail(PlaceRef):
    """A place with its way up and the units below."""

    statistical_code: int | None
    path: list[PlaceRef]
    children: list[PlaceRef]
