"""Which questions wait for a visit."""

import uuid
from collections.abc import Collection

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.care.models import Question
from hutong.care.questions.schemas import OpenQuestion
from hutong.ground import clock, figures


def most() -> int:
    """How many may wait for one child (policy/national/visit-questions.csv)."""
    return figures.of("visit-questions.csv", clock.today())["waiting"]


def waiting(grant: Grant, children: Collection[uuid.UUID]) -> list[Question]:
    """Of some children, the first asked first."""
    rows = Question.objects.within(grant).filter(child__in=children, answered_on=None, withdrawn_on=None)
    return list(rows.order_by("asked_on", "id"))


def shown(grant: Grant, child: uuid.UUID) -> list[OpenQuestion]:
    """Of one child, for the desk."""
    offices = grant.allows(Permission.DUTY_DECIDE)
    return [
        OpenQuestion(
            id=one.pk,
            text=one.text,
            answers=[*one.answers, Question.UNKNOWN],
            asked_name=one.asked_name if offices else "",
            asked_on=one.asked_on,
        )
        for one in waiting(grant, [child])
    ]
