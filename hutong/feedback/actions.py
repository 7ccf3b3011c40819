"""The only writers of 意见与投诉."""

import uuid

from hutong.accounts.context import reaching
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.documents import store
from hutong.feedback import inbox
from hutong.feedback.models import Feedback
from hutong.ground import clock
from hutong.journal.actions import action

# A screenshot is evidence for an answer, not a record.
SCREENSHOT_DAYS = 180


@action("feedback.send", Permission.SIGNED_IN)
def send(grant: Grant, screenshot: tuple[str, bytes] | None = None, **told: str | bool) -> Feedback:
    """Send a message from the place where one serves; screenshot: its name and content."""
    place, now = grant.places[0], clock.now()
    # A department or a social body serves at a place and has no jurisdiction over it.
    with reaching(grant, place):
        file = store.keep(place, *screenshot, days=SCREENSHOT_DAYS) if screenshot else None
        return plain(Feedback).create(
            place=place,
            sender=grant.person,
            sender_name=grant.name,
            sender_role=grant.role or "",
            sent_at=now,
            waiting_since=now,
            screenshot=file.pk if file else None,
            **told,
        )


@action("feedback.answer", Permission.FEEDBACK_ANSWER)
def answer(grant: Grant, feedback: uuid.UUID, text: str) -> Feedback:
    """Answer a message that comes to one; a second answer takes the place of the first, which the journal keeps."""
    row = inbox.one(grant, feedback)
    row.answer, row.answered_at, row.answered_by = text, clock.now(), grant.name
    row.waiting_since, row.helped, row.helped_note = None, None, ""
    row.save(update_fields=["answer", "answered_at", "answered_by", "waiting_since", "helped", "helped_note"])
    return row


@action("feedback.judge", Permission.SIGNED_IN)
def judge(grant: Grant, feedback: uuid.UUID, helped: bool, note: str) -> Feedback:
    """The sender says whether the answer helped; when not, the message waits again."""
    row = plain(Feedback).get(pk=feedback, sender=grant.person, answered_at__isnull=False)
    row.helped, row.helped_note = helped, note
    row.waiting_since = None if helped else clock.now()
    with reaching(grant, row.place):
        row.save(update_fields=["helped", "helped_note", "waiting_since"])
    return row
