"""意见与投诉 from the phone: sent like any record, and the answer comes back with the next pull."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.feedback import actions, inbox
from hutong.feedback import schemas as s
from hutong.feedback.models import Kind, Topic
from hutong.feedback.rules import ID_NUMBER, NO_NUMBERS
from hutong.ground.refusal import Refused
from hutong.sync import registry
from hutong.sync.registry import Applied, Document, Verb

SHOWN = 20


def start() -> None:
    """Take messages, and offer one's own with their answers."""
    registry.verb(
        Verb("feedback.send", "意见与投诉", s.FeedbackIn, _send, lambda sent: None, _describe, retarget=False)
    )
    registry.document(Document("feedback", _mine))


def _send(grant: Grant, sent: s.FeedbackIn, based_on: int | None) -> Applied:
    if ID_NUMBER.search(sent.text):
        raise Refused([("text", NO_NUMBERS)])
    row = actions.send(grant, **sent.model_dump(exclude={"confirmed"}))
    return Applied(None, row.place, row.pk)


def _mine(grant: Grant) -> dict[str, Any]:
    sent = inbox.mine(grant)
    items = [
        {"id": row.pk, "text": row.text, "at": row.sent_at, "answer": row.answer, "answered_by": row.answered_by}
        for row in sent.order_by("-sent_at", "-id")[:SHOWN]
    ]
    return {"topics": dict(Topic.choices), "items": items, "total": sent.count()}


def _describe(grant: Grant, sent: s.FeedbackIn) -> list[tuple[str, str, str]]:
    return [("类型", "", Kind(sent.kind).label), ("方面", "", Topic(sent.topic).label), ("内容", "", sent.text)]
