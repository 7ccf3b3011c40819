"""Shapes of 意见与投诉 on the wire."""

import uuid
from datetime import datetime

from ninja import Schema
from pydantic import Field

from hutong.feedback.models import Kind, Topic


class FeedbackChoice(Schema):
    value: str
    label: str


class FeedbackIn(Schema):
    """confirmed: sent although the text names a child."""

    kind: Kind
    topic: Topic
    text: str = Field(min_length=5, max_length=2000)
    about: str = Field(default="", max_length=100)
    about_administrator: bool = False
    confirmed: bool = False


class FeedbackOut(Schema):
    id: uuid.UUID
    kind: str
    topic: str
    text: str
    about: str
    screenshot: bool
    sent_at: datetime
    waiting: bool
    workdays: int = Field(description="that it has waited")
    late: bool
    answer: str
    answered_at: datetime | None
    answered_by: str
    helped: bool | None
    helped_note: str


class FeedbackReceived(FeedbackOut):
    """As the administrator sees it: who asks, to be able to answer."""

    sender_name: str
    sender_role: str
    place: str


class MyFeedback(Schema):
    items: list[FeedbackOut]
    total: int
    next: str | None
    kinds: list[FeedbackChoice]
    topics: list[FeedbackChoice]


class FeedbackInbox(Schema):
    items: list[FeedbackReceived]
    total: int
    next: str | None
    waiting: int
    late: int
    within: int = Field(description="workdays in which an answer is due")


class FeedbackAnswerIn(Schema):
    answer: str = Field(min_length=2, max_length=2000)


class HelpedIn(Schema):
    helped: bool
    note: str = Field(default="", max_length=500)


class FeedbackFigureRow(Schema):
    """counts: by topic; null where the number is small."""

    month: str
    counts: dict[str, int | None]


class FeedbackFigures(Schema):
    topics: list[FeedbackChoice]
    rows: list[FeedbackFigureRow]
