"""Who answers: the county's administrator or the next above that has one; never the person complained about."""

import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.feedback import rules
from hutong.feedback.models import Feedback, Topic
from hutong.ground import cells, clock

MONTHS = 12


def mine(grant: Grant) -> QuerySet[Feedback]:
    """What a person sent, wherever they serve now; in no order."""
    return plain(Feedback).filter(sender=grant.person)


def inbox(grant: Grant, *, waiting: bool) -> list[Feedback]:
    """What comes to the grant to answer: the longest waiting first, what is answered newest first."""
    rows = Feedback.objects.within(grant).filter(waiting_since__isnull=not waiting)
    return _to(grant, rows.order_by("waiting_since", "id") if waiting else rows.order_by("-answered_at", "id"))


def one(grant: Grant, feedback: uuid.UUID) -> Feedback:
    """A message that comes to the grant. Raises Feedback.DoesNotExist for any other."""
    for row in _to(grant, Feedback.objects.within(grant).filter(pk=feedback)):
        return row
    raise Feedback.DoesNotExist


def waiting(grant: Grant) -> dict[str, int]:
    """How many wait, and how many too long, for the home page."""
    today, rows = clock.today(), inbox(grant, waiting=True)
    return {"waiting": len(rows), "late": sum(rules.late(_day(row), today) for row in rows)}


def figures(grant: Grant) -> list[dict[str, Any]]:
    """By month and topic over the jurisdiction, never by sender: a small number could name one."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Topic.values, 0))
    for sent_at, topic in Feedback.objects.within(grant).values_list("sent_at", "topic"):
        counts[f"{sent_at.astimezone(clock.SHANGHAI):%Y-%m}"][topic] += 1
    newest = sorted(counts.items(), reverse=True)[:MONTHS]
    # No sum is told, so nothing is subtracted from it; and that nobody wrote names nobody.
    return [
        {"month": m, "counts": {t: n if n == 0 or n >= cells.SMALL else None for t, n in row.items()}}
        for m, row in newest
    ]


def _to(grant: Grant, rows: Any) -> list[Feedback]:
    there, own = _administrators(grant), set(grant.places)
    return [
        row
        for row in rows
        if rules.answers(row.place, _not_to(row), row.about_administrator, there) in own
        and grant.name not in _not_to(row)
    ]


def _not_to(row: Feedback) -> str:
    """Names that do not answer: whom it is about, and an administrator who wrote it."""
    return f"{row.about} {row.sender_name}" if row.sender_role == Role.ADMINISTRATOR else row.about


def _administrators(grant: Grant) -> dict[int, list[str]]:
    held = Post.objects.within(grant).filter(role=Role.ADMINISTRATOR, period__contains=clock.today())
    found: dict[int, list[str]] = defaultdict(list)
    for place, name in held.values_list("place", "person__name"):
        found[place].append(name)
    return found


def _day(row: Feedback) -> date | None:
    return row.waiting_since.astimezone(clock.SHANGHAI).date() if row.waiting_since else None
