"""A2-3: what somebody ended is owed a second look by the level above."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.children.models import Review
from hutong.duties import once
from hutong.duties.registry import Rule, register
from hutong.places.codes import Level

# An exit that was taken back meanwhile needs no look any more.
ROWS = "{table} w JOIN children_child c ON c.id = w.child_id"
OPEN = "w.answer = '' AND w.made_level IN ({levels}) AND (w.kind <> 'exit' OR c.exited_on IS NOT NULL)"


# Rule, clause, who owes it at which level, and the levels of those who ended something: above the province is nobody, and a
# colleague there looks at it.
WHOSE = (
    ("review", "A2-3", Role.SUPERVISOR, Level.TOWNSHIP, "5"),
    ("review_county", "A1-4", Role.CIVIL_AFFAIRS, Level.COUNTY, "4"),
    ("review_prefecture", "A1-4", Role.CIVIL_AFFAIRS, Level.PREFECTURE, "3"),
    ("review_province", "A1-4", Role.CIVIL_AFFAIRS, Level.PROVINCE, "2, 1"),
)


def start() -> None:
    """Make the rules live."""
    for key, clause, owner, stands, levels in WHOSE:
        register(
            Rule(key, clause, owner, "复核", "下级办理了退出、终止类别或合并档案，请复核", once.OWED, met=once.MET,
                 details=_told, where="/reviews", waivable=False, stands=stands,
                 parts=once.parts("children_review", "w.made_on", "w.answered_on", rows=ROWS, open=OPEN, situation="w.kind::text",
                                  levels=levels),
                 reads={"children_review": "child", "children_child": "child"})
        )  # fmt: skip


def _told(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.pk: f"{row.made_name}办理：{row.text}" for row in plain(Review).filter(pk__in=subjects)}
