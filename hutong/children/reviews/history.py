"""How a review reads in the child's timeline."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import timeline
from hutong.children.models import Review
from hutong.journal.models import Entry


def start() -> None:
    """Tell the timeline how it reads."""
    timeline.register("children.answer_review", "change", _describe)


def _describe(grant: Grant, entries: list[Entry]) -> dict[Any, tuple[str, str]]:
    files = {entry.record: ("复核退回，恢复原状", "") for entry in entries if entry.record == entry.child}
    rows = plain(Review).filter(pk__in=[entry.record for entry in entries]).exclude(answer="")
    return files | {row.pk: (f"复核{Review.Answer(row.answer).label}：{row.text}", row.answer_reason) for row in rows}
