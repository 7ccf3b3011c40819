"""Shapes of places on the wire."""

from typing import Annotated

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field


class Inner(BaseModel):
    """A shape that stands many times in an answer and resolves nothing: checked without the way by which Ninja looks for
    resolvers and attributes, which takes eight times as long."""

    model_config = ConfigDict(from_attributes=True)


class PlaceRef(Inner):
    """A place as other records point to it."""

    code: int
    name: str
    level: int


class PlaceSearchIn(Schema):
    """Words that name a place; within: the code of a unit to look in."""

    q: Annotated[str, Field(max_length=100)]
    within: int | None = None


class PlaceHit(PlaceRef):
    """A place found by name, with where it is."""

    path: str


class PlaceDetail(PlaceRef):
    """A place with its way up and the units below."""

    statistical_code: int | None
    path: list[PlaceRef]
    children: list[PlaceRef]
