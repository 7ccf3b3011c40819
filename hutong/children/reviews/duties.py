"""A2-3: what a director ended is owed a second look by the township's supervisor."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.children.models import Review
from hutong.duties.registry import Rule, register

# An exit that was taken back meanwhile needs no look any more.
TO_REVIEW = """
SELECT w.id AS subject, c.id AS child, w.place, w.id AS basis, w.made_on AS owed_since, '{{}}'::text[] AS categories,
       w.kind::text AS situation, NULL::date AS no_later_than
FROM children_review w JOIN children_child c ON c.id = w.child_id
WHERE w.answer = '' AND (w.kind = 'category' OR c.exited_on IS NOT NULL) AND {only}
"""
REVIEWED = """
SELECT w.id AS subject, w.id AS record, w.answered_on AS "on"
FROM children_review w JOIN children_child c ON c.id = w.child_id WHERE w.answer <> '' AND {only}
"""


def start() -> None:
    """Make the rule live."""
    register(
        Rule("review", "A2-3", Role.SUPERVISOR, "复核", "儿童主任办理了退出或终止类别，请复核", TO_REVIEW, met=REVIEWED,
             details=_told, where="/reviews", waivable=False)
    )  # fmt: skip


def _told(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.pk: f"{row.made_name}办理：{row.text}" for row in plain(Review).filter(pk__in=subjects)}
