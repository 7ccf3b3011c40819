"""What is known of somebody's record, for the county alone."""

import uuid
from datetime import date
from typing import Any

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.ground.sealing import unsealed
from hutong.workforce.clean.schemas import CleanRow
from hutong.workforce.models import CleanRecord


def standing(grant: Grant, subject: uuid.UUID, day: date) -> str:
    """How somebody stands on a day: "clear", "hit", "waiting", "expired", or "never" asked. The newest answer counts; one that
    waits does not undo a clear one, and a hit stands until a later answer."""
    state = "never"
    for row in CleanRecord.objects.within(grant).filter(subject=subject, asked_on__lte=day).order_by("asked_on", "id"):
        said = unsealed(row, "answer")
        if said == CleanRecord.Answer.HIT:
            state = "hit"
        elif said:
            state = "clear" if row.until and day < row.until else "expired"
        elif state in ("never", "expired"):
            state = "waiting"
    return state


def page(grant: Grant, subject: uuid.UUID, after: str | None) -> dict[str, Any]:
    """What was asked about somebody, the newest first."""
    rows = CleanRecord.objects.within(grant).filter(subject=subject)
    found, foot = positions.listed(rows, ("-asked_on", "-id"), after)
    return {"items": [_row(one) for one in found], **foot}


def _row(one: Any) -> CleanRow:
    said = unsealed(one, "answer") or ""
    return CleanRow(
        id=one.pk,
        asked_name=one.asked_name,
        asked_of=one.asked_of,
        asked_on=one.asked_on,
        answer=said,
        answer_label=CleanRecord.Answer(said).label if said else "",
        answered_on=one.answered_on,
        until=one.until if said == CleanRecord.Answer.CLEAR else None,
    )
