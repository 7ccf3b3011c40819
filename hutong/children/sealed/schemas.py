"""Shapes of the search in sealed matters."""

import uuid
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from hutong.children.refs import ChildRef


class SealedSearchIn(Schema):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    after: str | None = None


class SealedMatch(Schema):
    """A matter in which the words stand; what it says is read on the child's page, where reading is logged."""

    id: uuid.UUID
    child: ChildRef
    label: str


class SealedResults(Schema):
    items: list[SealedMatch]
    total: int
    next: str | None
