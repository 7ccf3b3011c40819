"""复核 (A2-3): how it reads and where it goes."""

from typing import Any

from hutong.children.models import Review
from hutong.records.declared import Ask, Follows, Form, Goes, Record, Says


def _title(review: Any) -> str:
    return f"复核{review.get_answer_display()}：{review.text}" if review.answer else ""


# Of the file that came back.
SENT_BACK = Says("children.answer_review", "复核退回，恢复原状")
REVIEW = Record(
    model=Review,
    title="复核",
    forms=(Form("ReviewAnswerIn", (Ask("answer", required=True), Ask("reason", "answer_reason", show_if=("answer", ("sent_back",))))),),
    says=(Says("children.answer_review", _title, "{answer_reason}"),),
    shows=("kind", "text", "made_on", "made_name", "answer", "answer_reason", "answered_name", "answered_on"),
    adds={"mine": "bool"},
    goes=Goes(timeline="change", paper=None, phone=None, packet=None, doubles=None, exchange=False, erasure=True,
              move=Follows.TRAVELS, merge=Follows.TRAVELS),
)  # fmt: skip
RECORDS = (REVIEW,)
