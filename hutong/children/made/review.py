"""Made by `hutong records` from hutong/children/reviews/record.py; never edited: change the record, then make it again."""

import uuid
from datetime import date
from typing import Literal

from ninja import Schema

from hutong.children.models.review import Review
from hutong.children.refs import ChildRef


class ReviewRow(Schema):
    id: uuid.UUID
    child: ChildRef
    kind: Literal["exit", "category", "merge"]
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
    return ReviewRow(
        id=one.pk,
        child=child,
        kind=one.kind,
        kind_label=one.get_kind_display(),
        text=one.text,
        made_on=one.made_on,
        made_name=one.made_name,
        answer=one.answer,
        answer_label=one.get_answer_display(),
        answer_reason=one.answer_reason,
        answered_name=one.answered_name,
        answered_on=one.answered_on,
        mine=mine,
    )
