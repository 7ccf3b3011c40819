"""What a child's page says first: what is owed, what waits for an answer, what the last visit left to do, when the next one is."""

from typing import Any

from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.care.models import CHECKLIST, Finding, Visit
from hutong.children.models import Child
from hutong.desk import duties
from hutong.duties.late import overdue
from hutong.duties.models import Duty
from hutong.transfers.models import Move

# Of one child more are not owed at once.
MOST = 20


def of_child(grant: Grant, child: Child) -> dict[str, Any]:
    """OwedOfChild (duty_schemas.py); the caller found the child in scope."""
    seen = duties.inside(grant) | Duty.objects.addressed_to(grant) if grant.addressed else duties.inside(grant)
    found = list(
        seen.filter(Q(child=child.pk) | Q(subject=child.pk), ending="")
        .annotate(late=overdue())
        .order_by("due", "id")[:MOST]
    )
    last = Visit.objects.within(grant).filter(child=child).order_by("-on", "-id").first()
    moves = Move.objects.within(grant).filter(child=child, status=Move.Status.ASKED).order_by("asked_on", "id")
    problems = [topic for topic, said in (last.findings if last else {}).items() if said == Finding.PROBLEM]
    return {
        "duties": duties.items(grant, found),
        "moves": [{"id": one.pk, "text": Move.Kind(one.kind).label, "since": one.asked_on} for one in moves],
        "promised": last.next_steps if last else "",
        "promised_at": last.on if last and last.next_steps else None,
        "problems": [CHECKLIST.get(topic, topic) for topic in problems],
        "last_visit": last.on if last else None,
        "next_visit": min((one.due for one in found if one.rule == "visit"), default=None),
    }
