"""Shapes of clean-record answers."""

import uuid
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.workforce.models import CleanRecord


class CleanRow(Schema):
    """answer: empty while none came. until: the first day on which it has to be asked again."""

    id: uuid.UUID
    asked_name: str
    asked_of: str
    asked_on: date
    answer: str
    answer_label: str
    answered_on: date | None
    until: date | None


class CleanRows(Schema):
    """state: clear, hit, waiting, expired or never, today."""

    state: str
    items: list[CleanRow]
    total: int
    next: str | None


class CleanAskIn(Schema):
    id: uuid.UUID = Field(default_factory=new_id)
    asked_of: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    asked_on: date


class CleanAnswerIn(Schema):
    answer: CleanRecord.Answer
    on: date
