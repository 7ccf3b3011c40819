"""Shapes of reviews on the wire."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from hutong.places.schemas import PlaceRef


class ReviewAnswerIn(Schema):
    """reason: needed where it is sent back."""

    agreed: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=180)] = ""


class ReviewItem(Schema):
    """mine: whether it is for whoever asks to answer."""

    id: uuid.UUID
    child: uuid.UUID
    name: str
    place: PlaceRef
    kind: Literal["exit", "category", "merge"]
    text: str
    made_on: date
    made_name: str
    answer: Literal["", "agreed", "sent_back"]
    answer_reason: str
    answered_name: str
    answered_on: date | None
    mine: bool


class Reviews(Schema):
    """Those that wait, longest first, then those answered, newest first; at most 200."""

    items: list[ReviewItem]
    total: int
    next: str | None
