"""Made by `hutong records` from hutong/children/reviews/record.py; never edited: change the record, then make it again."""

import uuid
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import StringConstraints

from hutong.children.models.review import Review
from hutong.children.refs import ChildRef


class ReviewAnswerIn(Schema):
    answer: Literal["agreed", "sent_back"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class ReviewRow(Schema):
    id: uuid.UUID
    child: ChildRef
    kind: Literal["exit", "category", "merge", "visit"]
    kind_label: str
    text: str
    made_on: date
    made_name: str
    answer: Literal["", "agreed", "sent_back"]
    answer_label: str
    answer_reason: str
    answered_name: str
    answered_on: date | None
    mine: bool


class ReviewRows(Schema):
    items: list[ReviewRow]
    total: int
    next: str | None


def row(one: Review, child: ChildRef, mine: bool) -> ReviewRow:
    """One row of the list."""
    kept: Any = one  # what Django makes of choices has no types
    return ReviewRow(
        id=one.pk,
        child=child,
        kind=kept.kind,
        kind_label=kept.get_kind_display(),
        text=kept.text,
        made_on=kept.made_on,
        made_name=kept.made_name,
        answer=kept.answer,
        answer_label=kept.get_answer_display(),
        answer_reason=kept.answer_reason,
        answered_name=kept.answered_name,
        answered_on=kept.answered_on,
        mine=mine,
    )
