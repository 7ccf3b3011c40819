"""意见与投诉."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import NOBODY, Made, kept, makes


@makes("feedback")
def _feedback(place: int, made: Made) -> Any:
    from hutong.documents import store
    from hutong.feedback.models import Feedback
    from hutong.ground import clock
    from hutong.journal.actions import operation

    with operation("tests.kept"):
        picture = store.keep(place, "截图.png", b"\x89PNG\r\n\x1a\n").pk
    sent = {"sender": NOBODY, "sender_name": "何文", "sent_at": clock.now(), "waiting_since": clock.now()}
    return kept(
        Feedback(place=place, kind="question", topic="other", text="请问如何导出？", screenshot=picture, **sent)
    )


@makes("my_feedback")
def _my_feedback(place: int, made: Made) -> Any:
    return made("feedback")
