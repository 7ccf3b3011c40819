"""Shapes of questions for the next visit."""

import uuid
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

Short = StringConstraints(strip_whitespace=True, max_length=60)


class ToAsk(Schema):
    """A question as whoever visits reads it: not who asks."""

    id: uuid.UUID
    text: str
    answers: list[str]


class OpenQuestion(ToAsk):
    """asked_name: empty for those who may not ask themselves."""

    asked_name: str
    asked_on: date


class OpenQuestions(Schema):
    """What waits for the next visit; most: so many at once."""

    items: list[OpenQuestion]
    most: int


class AnswerIn(Schema):
    """answer: one of the question's, or 不清楚."""

    question: uuid.UUID
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]
    note: Annotated[str, Short] = ""
